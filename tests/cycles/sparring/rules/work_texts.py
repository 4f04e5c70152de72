"""Two hundred texts as people at work write them. All numbers, names and addresses are made up.

PLANTED: (what must be found, the text with it between « and »). HARMLESS: nothing to stop.
"""

_BSN = """
Het gaat om mevrouw met BSN «123456782», zij wacht al drie weken.
bsn «111222333» staat dubbel in het systeem, hoe los ik dat op
De aanvrager ( «1234.56.782» ) heeft twee zaken lopen.
In het dossier staat burgerservicenummer: «123 456 782».
Ik had haar BSN «999999990» verkeerd overgetypt en merkte dat te laat.
Cliënt «123-456-782» kwam weer aan de balie.
Kun je meedenken over de brief aan de heer (geb. 1961, «111222333»)?
Zijn BSN is «１２３４５６７８２», dat zag ik op de kopie.
Haar nummer «12345​6782» stond op de envelop.
Ik heb sofinummer «123456782» opgezocht in het oude archief.
Zaak van «123456782»: bezwaar te laat ingediend.
Fout bsn ingevoerd: «123456789». Wat zeg ik tegen de inwoner?
Twee kinderen, BSN «111222333» en nog een zonder.
Het burgerservicenummer van de vader luidt «1112 22 333».
bsn:«123456782»/dossier 44
BSN van de melder = «12.34.56.782»
Dit is de regel uit de export: Jansen;«123456782»;Lindewaard;2
Mijn collega mailde me het nummer «123/456/782» zonder beveiliging.
Waarom geeft het formulier een fout bij «123456782»?
citizen service number «123456782» was in the subject line
"""
_IBAN = """
Het bedrag moet naar «NL91 ABNA 0417 1643 00».
Hij gaf als rekening «NL91ABNA0417164300» op, klopt dat?
De inwoner schreef «nl91abna0417164300» in de mail.
Terugstorten op «NL91-ABNA-0417-1643-00» graag.
Zij heeft een Belgische rekening, «BE68 5390 0754 7034».
Een Duitse IBAN: «DE89370400440532013000».
Het nummer eindigt op 00: «NL91 abna 0417 1643 00» t.n.v. de stichting
IBAN «NL20INGB0001234567» staat in de brief van de schuldhulp.
Rekeningnummer (NL) «NL44 RABO 0123 4567 89» is al jaren hetzelfde.
De factuur noemt «GB29 NWBK 6016 1331 9268 19» als rekening.
Ik zie «NL91 ABNA 04 17 16 43 00» op de scan, met rare spaties.
Betaling naar «NL91.ABNA.0417.1643.00» is mislukt.
Moet ik «ＮＬ９１ＡＢＮＡ０４１７１６４３００» nog controleren?
Op het formulier staat «NL91ABNA0417164300»en daaronder niets.
Waarom weigert het systeem «FR14 2004 1010 0505 0001 3M02 606»?
"""
_PHONE = """
Bel haar op «06-12345678» na vier uur.
Hij is bereikbaar via «0612345678».
Telefoon: «06 12 34 56 78».
Mijn klant belde vanaf «+31 6 12345678» en was boos.
Het nummer «+31(0)612345678» staat in de mail.
Ik kreeg «0031 6 1234 5678» door van de receptie.
Vaste lijn «010-1234567», alleen 's ochtends.
Zij belt terug op «(020) 123 45 67».
Tel. «0592-123456» vragen naar de dochter.
Voor spoed heeft hij «06.12.34.56.78» gegeven.
Haar moeder heeft «0181 123 456».
Zijn Duitse nummer is «+49 151 23456789».
Ik app hem op «06-1234 5678» maar hij reageert niet.
Nummer van de contactpersoon: «085-1234567»
Vader: «０６１２３４５６７８», moeder onbekend.
De chauffeur (mobiel «+32 470 12 34 56») staat bij de poort.
Ik heb 3 keer gebeld naar «06-12‑34‑56‑78» zonder succes.
Stuur een sms naar «0031612345678».
Haar gsm is «061234 5678», dat werkt nog.
Contact: «+31-20-1234567» (kantoor van de advocaat)
"""
_MAIL = """
Mail het naar «fatima.o@voorbeeld.nl».
Ze schreef vanaf «j.jansen1972@mailbox.example.com» dat ze niet komt.
Zijn adres is «Piet@Bedrijf.NL», met hoofdletters.
Stuur een kopie naar «info@buurthuis-noord.example».
Ik had per ongeluk «a.b+werk@voorbeeld.nl» in de cc gezet.
Contact: «jan [at] voorbeeld.nl» want hij is bang voor spam.
Het is «jan(at)voorbeeld(dot)nl» zei ze.
Hij spelde het: «jan apenstaartje voorbeeld punt nl».
Bericht van «maria@voorbeeld .nl» kwam niet aan.
In het veld staat «m.de_vries @ voorbeeld.nl».
Haar mail «łucja@przykład.pl» krijgt een fout.
«wethouder@lindewaard.example» wil antwoord voor vrijdag.
Vraag het na bij «k.smit@ggd.voorbeeld.nl».
E-mailadres klant:«x9@y8.eu»
Ik kreeg een mail van <«bezwaar-2024@voorbeeld.nl»>.
De link ging naar «mailto:sam@voorbeeld.nl».
Het oude adres «sam.ple@voorbeeld.co.uk» werkt niet meer.
Antwoord graag aan «s​am@voorbeeld.nl».
Zij gebruikt «naam＠voorbeeld.nl» op het formulier.
Mail mij: «k at voorbeeld punt nl»
"""
_ADDRESS = """
De aanvraag is voor «Kerkstraat 12» in ons dorp.
Zij woont op «Dorpsweg 4a, 1234 AB» Lindewaard.
Het pand aan de «Lindelaan 101-3» staat leeg.
Postcode «1234AB», huisnummer 7.
Ik was bij «Burgemeester de Vlugtlaan 5».
Adres: «Prins Hendrikkade 33 bis».
De bewoner van «kerkstraat 12» belde weer.
Melding over losse tegels bij «Plein 1944 3».
Hij is verhuisd naar «Laan van Meerdervoort 1200».
De weigering gaat over «Molendijk 8», een monument.
Het zusje woont aan de «Lange Voorhout 8».
Stuur de brief naar «9876 ZX».
«Markt 5», daar zit nu een café.
Overlast op de «Korte Nieuwstraat nr. 14».
Zorgadres is «Beukenhof 22», kamer op de begane grond.
Aan «Dr. Schaepmanplein 4» is een dakkapel geplaatst.
Dit speelt bij «Oude Gracht 250 hs».
Ze staat ingeschreven op «Wilhelminapark 3».
De dakgoot van «Julianastr. 9» lekt al een jaar.
In de brief stond nog «3512ab» als postcode.
Gezin op «Hoofdwei 6» krijgt hulp.
Bezoek gebracht aan «'t Zand 17» en gesproken met de eigenaar, adres «'t Zand 17».
De schuur achter «Achterdijk 45» mag niet blijven.
The tenant lives at «Parkweg 18».
Levering op «Havenkade 2-4» ging mis.
"""

_HARMLESS = """
Ik schreef de weigering drie keer opnieuw en hij is nog te lang.
Hoe leg ik uit dat artikel 3:45 Awb een bezwaartermijn noemt?
De begroting voor 2026 komt uit op 1.250.000 euro.
We hadden vorige week 123 aanvragen en 45 bezwaren.
Zaaknummer Z-2024-001234 is toegewezen aan een collega.
Het besluit van 12 maart 2024 was niet duidelijk genoeg.
Ik begin om 8.30 uur en om 16.12 uur ga ik naar huis.
In hoofdstuk 3 van het plan staat een fout in tabel 4.
Dossier 20240315-17 mist een handtekening.
Onderweg 3 collega's gesproken over de nieuwe werkwijze.
Het overleg duurde 90 minuten en leverde 2 besluiten op.
Van de 450 brieven kwamen er 37 terug, dat is 8,2%.
Artikel 6:7 noemt zes weken, dat zocht ik op.
Op pagina 12 staat het leerpad 2 beschreven.
Ons team telt 14 mensen, van wie 9 in deeltijd.
De offerte van 12.345,67 euro is te hoog.
Versie 2.10.3 van het programma loopt vast bij het opslaan.
Ik wil beter luisteren als een inwoner boos aan de balie staat.
In kwartaal 4 van 2025 gaan we over op het nieuwe systeem.
Het formulier vraagt 9 dingen en niemand begrijpt vraag 7.
De kamer op verdieping 3 is te klein voor 12 mensen.
Ik twijfel of ik het artikel moet noemen in de eerste alinea.
De cijfers 2023 en 2024 wijken 15 procent af.
Het archief heeft 1200 dozen, we deden er 85.
Wij werken met ISO 27001 en NEN 7510.
Het kenmerk is 2024/4567/VV en dat staat niet in de brief.
Kies optie 1, 2 of 3 en geef een reden.
Tekstveld 2 moet verplicht worden in het formulier.
Arbeidsmarkt 2025: minder mensen en meer vragen.
De arbeidsmarkt 2030 ziet er anders uit.
Stuur voor vrijdag een voorstel naar het team.
Vergadering 4 ging over roosters, vergadering 5 over geld.
In 2024 en 2025 groeide het aantal meldingen.
Sinds 2024 AI gebruiken we alleen voor klad.
We reden 3000 km en vervoerden 1500 kg.
Het bestand is 2048 MB en past niet in de mail.
De OR vroeg in 2026 OR-leden uit elk team.
Een scan van 300 dpi is 25 MB groot.
Rekenregel: 3 x 45 = 135, gedeeld door 9 is 15.
De deadline is 01-02-2025 om 17.00 uur.
Van 01-01-2024 tot 31-12-2024 liep de proef.
Order 100200300 is nog niet geleverd.
Artikelnummer 4006381333931 is niet op voorraad.
Het serienummer is AB12-CD34-EF56.
Factuur 2024000123 heeft een verkeerd bedrag.
Het alarmnummer is 112 en dat staat op de kaart.
Voor vragen bellen inwoners 14 030 of de balie.
Ons servicenummer 0800-1234 is gratis.
Ik heb 's ochtends drie gesprekken en 's middags twee.
De norm is 0,75 fte per 1.000 inwoners.
Hoe maak ik van 7 stappen er 4?
Het is 5 mei en dan zijn we dicht.
In week 12 en week 13 is er geen overleg.
Mijn voorstel telt 850 woorden en dat moet naar 400.
Op de markt 3 keer per week staan we met een kraam.
In het park 5 bomen geplant met leerlingen.
Straks 2 mensen inwerken, dat is veel.
De weg 3 weken afsluiten geeft klachten.
Een brief van 2 kantjes leest niemand.
We testten het met 6 inwoners van verschillende leeftijd.
Ik zie 3 oorzaken: tijd, taal en techniek.
Het percentage steeg van 12,5 naar 14,3.
Wet van 1994, artikel 8, lid 2.
Groep 7 en groep 8 komen op bezoek in het stadhuis.
De temperatuur in het depot is 18 graden.
Bijlage 2 hoort bij punt 5 van de agenda.
We kregen een 7,4 voor duidelijkheid.
De subsidie is maximaal 25.000 euro per jaar.
Onze website had 123456789 bezoeken, zei de grafiek, dat kan niet.
Het wachtwoordbeleid vraagt 12 tekens.
Ik volg de cursus op dinsdag van 13.00 tot 15.30 uur.
Waarom vergeet ik steeds de laatste stap van het proces?
Bij de balie staan 4 stoelen en 1 tafel.
Het kost 2 tot 3 dagen om dit te lezen.
De raad stemde met 19 voor en 12 tegen.
Regel 15 van de code geeft een fout.
Met 20 km/u door de straat, dat is de afspraak.
Wijk 3 heeft meer meldingen dan wijk 5.
Een inwoner vroeg: wat mag er wel?
De tekst moet op B1 en telt nu 23 woorden per zin.
Hun antwoord kwam na 11 dagen.
Tijdpad 3 is het snelst maar kost meer.
Ik deel mijn scherm en leg het in 3 zinnen uit.
Kosten: 1200 per maand, 14400 per jaar.
De nieuwe baan 2 dagen per week is in Utrecht.
Stap 1 is lezen, stap 2 is vragen, stap 3 is schrijven.
Het rapport uit 2019 noemt 51% en 42%.
Een collega zei @allen in het kanaal, dat stoorde.
Volgens mij is 1 + 1 hier geen 2.
Onze openingstijden zijn 9.00-12.30 en 13.30-17.00.
Nummer 12 in de rij wachtte 25 minuten.
De aanvraag kwam 10 minuten voor 24.00 uur binnen.
Punt 4.2.1 van het protocol is onduidelijk.
Ik wil in juni 2 dagen meelopen bij een ander team.
Loopbaan 2 is voor wie leiding wil geven.
In het plein 3 nieuwe banken zetten, dat was het idee.
Project 2040 heeft 5 pijlers en 17 doelen.
Twee van de 8 zaken zijn klaar, 6 nog niet.
Bij meer dan 500 m2 geldt een andere regel.
De score 8-8-7 zegt niets over het gesprek zelf.
"""


def _read(kind: str, lines: str) -> list[tuple[str, str]]:
    return [(kind, line) for line in lines.strip("\n").split("\n")]


PLANTED = [
    *_read("bsn", _BSN),
    *_read("iban", _IBAN),
    *_read("phone", _PHONE),
    *_read("mail", _MAIL),
    *_read("address", _ADDRESS),
]
HARMLESS = _HARMLESS.strip("\n").split("\n")
