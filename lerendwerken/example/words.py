"""What the people of the example wrote, per question, and what they noticed in between. All of it made up."""

GOAL = ("Inwoners begrijpen onze besluiten in één keer", "Nu belt één op de drie na een brief om uitleg.")
SECOND_GOAL = (
    "We lossen een vraag op bij het eerste contact",
    "Inwoners vertellen hun verhaal nu te vaak twee keer.",
)
DEVELOPMENT_QUESTIONS = {
    GOAL[0]: [
        "Hoe leggen we een weigering zo uit dat de aanvrager het in één keer begrijpt?",
        "Welke woorden in onze brieven leiden tot telefoontjes?",
        "Wanneer helpt AI bij het schrijven, en wanneer leren we meer zonder?",
    ],
    SECOND_GOAL[0]: [
        "Wat moeten we van elkaars werk weten om goed door te verwijzen?",
        "Hoe merken we dat een vraag echt is opgelost?",
    ],
}

# question code -> what people wrote to it
ANSWERS: dict[str, list[str]] = {
    "situation": [
        "Het gesprek met een aanvrager over een weigering. Vorige keer raakte ik hem halverwege kwijt.",
        "De overdracht op donderdag. Nu bel ik vrijdag nog drie keer met vragen over een dossier.",
        "Eén brief over een dakkapel. Ik wil hem schrijven zonder de standaardtekst te openen.",
        "Het locatiebezoek. Ik wil eerst vragen stellen en pas daarna vertellen wat er mis is.",
        "Het overleg over de planning. Vorige week praatten we een uur zonder besluit.",
    ],
    "known": [
        "De regel over de achtergevel ken ik. Wat er geldt bij een hoekhuis weet ik niet zeker.",
        "Een besluit begint met de uitkomst. Daarna de reden. Over de volgorde van de bijlagen twijfel ik.",
        "Ik weet wie beslist, maar niet waarop die persoon let.",
        "Een inwoner onthoudt twee dingen uit een gesprek. Welke twee, dat kies ik nu niet bewust.",
    ],
    "goal": [
        "Aan begrijpelijke besluiten. Een ander merkt het als er na de brief niet wordt gebeld.",
        "Aan oplossen bij het eerste contact. De balie hoeft dan niet terug te bellen.",
        "Aan het eerste doel. Mijn collega kan de brief lezen zonder het dossier te openen.",
    ],
    "success": [
        "Vrijdag heb ik één brief verstuurd waarvan een collega in één keer zei wat de uitkomst was.",
        "De aanvrager vertelt aan het einde zelf wat hij nu gaat doen.",
        "Er staan vrijdag geen open vragen meer in de overdracht.",
        "We hebben om kwart over tien een besluit, en iedereen kan het herhalen.",
    ],
    "if-then": [
        "Als ik een besluit ga schrijven, dan zet ik eerst in één zin wat het voor de aanvrager betekent.",
        "Als iemand zucht aan de telefoon, dan vat ik samen wat ik hoorde voordat ik verderga.",
        "Als ik een dossier sluit, dan schrijf ik één regel voor wie het morgen opent.",
        "Als het overleg afdwaalt, dan vraag ik welk besluit we nu nemen.",
        "Als ik een standaardtekst wil plakken, dan schrijf ik eerst zelf twee zinnen.",
    ],
    "ai-part": [
        "De spelling en de opmaak mogen weg. De reden van het besluit schrijf ik zelf, want die moet ik uitleggen.",
        "Een samenvatting van lange stukken. De weging doe ik zelf.",
        "Niets deze week. Ik wil eerst merken of ik het zonder kan.",
    ],
    "yield": [
        "Nu: minder bellers na een brief. Over een jaar: de helft van het aantal bezwaren over de uitleg.",
        "Meteen een half uur per dossier. Over een jaar kan iedereen in het team een dossier overnemen.",
        "Ik tel deze maand hoe vaak iemand terugbelt met dezelfde vraag.",
    ],
    "no-cost": [
        "De aanvrager bellen voordat ik het besluit schrijf.",
        "Een brief van vijf zinnen. Alles wat wettelijk moet in een bijlage.",
        "Een inwoner laten meelezen met een brief voordat die weggaat.",
    ],
    "learn-myself": [
        "Zelf een bestemmingsplan lezen. AI vat het samen, maar dan leer ik de weg niet.",
        "Een besluit opzetten zonder voorbeeld. Daarna leg ik het naast dat van een collega.",
    ],
    "make-room": [
        "Het overleg van dinsdag kan om de week. Dat scheelt iedereen een uur.",
        "Ik kijk de standaardbrieven niet meer na. Wie twijfelt, vraagt het een collega.",
        "De telefoon gaat donderdagmiddag naar de balie, dan zit niemand half te luisteren.",
    ],
    "decide": [
        "Of een team zelf mag proefdraaien met een nieuwe brief. Ik wil eerst weten wat dat juridisch vraagt.",
        "Wie de nieuwe plek krijgt. Ik vraag de teams wat zij laten liggen.",
    ],
    "own-try": [
        "Ik denk dat het mag, omdat het aan de achterkant is en lager dan de nok. Zekerheid: 60%.",
        "Mijn openingszin: u krijgt de vergunning niet, omdat het gebouw te dicht op de erfgrens komt. Zekerheid: 80%.",
        "Ik kom tot drie stappen. Bij de derde weet ik niet wie er aan zet is. Zekerheid: 40%.",
        "Mijn schets van het gesprek: eerst het doel, dan wat ik zag, dan een vraag. Zekerheid: 70%.",
    ],
    "stuck": [
        "Ik snap wel waarom het niet mag, maar niet hoe ik dat zeg zonder wetsartikel.",
        "Ik snap wel wat de regel is, maar niet wanneer we ervan mogen afwijken.",
        "Ik snap wel dat het korter kan, maar niet welke zin weg mag.",
    ],
    "counter-questions": [
        "De vraag wat de aanvrager morgen anders doet. Daar had ik geen antwoord op.",
        "De vraag voor wie ik dit schrijf. Ik schreef voor de jurist, niet voor de aanvrager.",
        "De vraag hoe ik weet dat dit vaak voorkomt. Ik had het niet geteld.",
    ],
    "verify": [
        "Dat de termijn acht weken is. Nagezocht in de wet: dat klopt, maar verlengen mag één keer.",
        "Dat dit artikel ook voor bijgebouwen geldt. Een collega wist dat het alleen voor woningen is.",
        "Dat de meeste bezwaren over parkeren gaan. In onze eigen lijst is het er één op de vier.",
    ],
    "integrate": [
        "Ik neem de kortere zinnen over. De toon pas ik aan, die was te vrolijk. Het voorbeeld wijs ik af: dat klopte niet.",
        "De volgorde neem ik over, want die volgt het gesprek. De woorden pas ik aan. De conclusie laat ik weg.",
        "Ik neem weinig over. Mijn eigen zin was korter en de reden stond er al in.",
    ],
    "explain": [
        "Ik haperde bij het woord welstand. Dat kon ik niet zonder jargon uitleggen.",
        "De eerste twee zinnen gingen vanzelf. Bij de uitzondering moest ik toch kijken.",
        "Het lukte in vier zinnen. De vierde was de belangrijkste, dus die zet ik voortaan vooraan.",
        "Ik kon het uitleggen tot de vraag kwam waarom. Dat zoek ik uit.",
    ],
    "data": [
        "Ik gebruikte een oude brief zonder naam en adres. Het dossier zelf gaat het systeem niet in.",
        "Alleen de regels en een verzonnen adres. Een echte aanvrager heeft daar niets in te zoeken.",
    ],
    "practise": [
        "Ik wil feedback op mijn eerste zin. De rest is bijzaak.",
        "Nog een keer de slechte boodschap zeggen. Feedback op de stilte daarna.",
        "De afsluiting van het gesprek. Vat ik samen, of laat ik de ander samenvatten?",
    ],
    "good-enough": [
        "De termijn klopt, het artikel klopt, en mijn buurvrouw zou het begrijpen.",
        "Naam, datum en bedrag gecontroleerd. De toon durf ik nog niet zelf te beoordelen.",
    ],
    "where": [
        "Ik wilde twee brieven zonder standaardtekst. Het is er één. Die ging wel snel.",
        "Het plan was elke dag een regel overdracht. Op drie van de vier dagen gelukt.",
        "Het gesprek is verzet naar morgen. Ik heb het wel voorbereid.",
        "Ik liep een dag achter door de telefoon. De brief ligt half klaar.",
    ],
    "obstacle": [
        "Ik begin te laat op de dag. Dan ben ik moe en plak ik toch een standaardtekst.",
        "Ik weet niet wie mee mag lezen.",
        "De drukte aan de balie. Ik kies een uur waarop de telefoon bij een ander staat.",
        "Mijn eigen haast in de eerste minuut.",
    ],
    "next-step": [
        "Morgen om negen uur een half uur schrijven, met de mail dicht. Ik verwacht dat één brief af komt.",
        "Ik vraag een collega om de eerste zin te lezen. Ik verwacht dat er één woord uit moet.",
        "Ik bel vandaag één aanvrager na. Ik verwacht te horen welk deel onduidelijk was.",
        "Ik schrijf de overdracht om vier uur in plaats van om vijf uur.",
    ],
    "see-when": [
        "Morgenmiddag, als ik kijk of de brief weg is.",
        "Donderdag bij de Weekoogst. Dan tel ik de telefoontjes.",
        "Meteen na het gesprek. Ik schrijf drie woorden op.",
    ],
    "cue": [
        "Ja, twee keer. De tweede keer ging het vanzelf.",
        "Nee. Een beter signaal is het openen van het sjabloon.",
        "Eén keer, maar ik merkte het pas achteraf.",
    ],
    "help": [
        "Mijn lijst met moeilijke woorden kan de balie nu al gebruiken. Toezicht kan mij helpen met voorbeelden.",
        "De schets van het gesprek kan naar mijn duo. Zij heeft zo’n gesprek vaker gevoerd.",
        "Ik laat mijn halve overzicht zien aan een collega die net begint.",
    ],
    "workload": [
        "Lichter bij het begin, drukker bij het nakijken. Ik laat de tweede versie weg.",
        "Drukker. Ik laat de lange samenvattingen weg en lees zelf de eerste bladzijde.",
        "Geen verschil deze week.",
    ],
    "difference": [
        "We wilden drie brieven herschrijven. Het werden er twee, omdat we bij de eerste te lang over de toon spraken.",
        "Het plan was minder nabellen. Dat lukte op dinsdag en woensdag, omdat de overdracht toen wel af was.",
        "We wilden samen op bezoek. Door de storm bleef één van ons op kantoor. De vragen vooraf hielpen toch.",
        "Het gesprek ging beter dan verwacht. Ik had de uitkomst in de eerste minuut verteld.",
    ],
    "keep-change": [
        "Vasthouden: de uitkomst in de eerste zin. Anders: eerder op de dag beginnen.",
        "Vasthouden: de ene regel bij het sluiten van een dossier. Anders: die regel aan de balie laten lezen.",
        "Vasthouden: vragen voor vertellen. Anders: de vragen vooraf opschrijven.",
        "Vasthouden: twee aan twee werken. Anders: een kwartier korter, want het laatste stuk was praten.",
    ],
    "decisive": [
        "Toen hij stil werd, wilde ik het snel oplossen. Ik dacht dat hij boos was. Hij zocht naar een woord.",
        "Ik voelde me betrapt en ging uitleggen. De ander wilde alleen weten wat er nu gebeurt.",
        "Ik wilde gelijk krijgen. De ander wilde naar huis met een antwoord.",
    ],
    "essence": [
        "Ik vul stiltes. Het alternatief is tot vijf tellen.",
        "Het ging over mijn onzekerheid over de regel. Volgende keer zeg ik dat ik het uitzoek.",
        "De kern was tempo. Ik kies voor één onderwerp per gesprek.",
    ],
    "recall": [
        "De drie uitzonderingen bij een bijgebouw. De derde moest ik nakijken.",
        "Waarom een termijn gaat lopen op de dag na ontvangst. Dat zat nog goed.",
        "De opbouw van een weigering: uitkomst, reden, wat kan wel. Alle drie onthouden.",
    ],
    "insight": [
        "Een brief die begint met de uitkomst geeft minder telefoontjes. Bron: negen brieven geteld, nog niet veel.",
        "Inwoners lezen de bijlage niet. Bron: vier gesprekken aan de balie, dus zwak.",
        "Een vraag vooraf scheelt een bezoek. Bron: twee keer meegemaakt en één collega die het ook zag.",
    ],
    "ai-balance": [
        "Gewonnen: een half uur opmaak. Verloren: ik had de tekst zelf niet meer in mijn hoofd.",
        "Gewonnen: een andere ingang. Verloren: tijd met nakijken van een bron die niet bestond.",
        "Niet gebruikt. Het viel me op dat ik het niet miste.",
    ],
    "proposal": [
        "Vanaf maandag kunnen wij boven elke weigering één zin zetten met wat wél kan.",
        "Vanaf maandag kunnen wij elk dossier sluiten met één regel voor de balie.",
        "Vanaf maandag kunnen wij een aanvrager bellen voordat een weigering de deur uit gaat.",
    ],
    "doubt": [
        "Ik gebruikte een oude versie van de regel. Kijk eerst naar de datum onderaan.",
        "Ik twijfelde of ik mocht bellen. Het mag, en het scheelde een bezwaar.",
        "Ik nam aan dat de balie dit wist. Niemand had het verteld.",
    ],
    "whose-work": [
        "De balie nam de aanvraag aan en de jurist kijkt hem na. De jurist miste mijn afweging.",
        "Toezicht gaat er na mij mee verder. Zij hadden de tekening nodig, niet de brief.",
    ],
    "changed": [
        "De uitkomst vooraan verandert ons sjabloon. Dat korter altijd beter is, bleek niet te kloppen.",
        "Vooraf bellen verandert hoe we weigeren. Dat het veel tijd kost, klopte niet: zes minuten.",
        "De overdracht in één regel werkt. Dat iedereen hem leest, klopte nog niet.",
    ],
    "conclusion": [
        "Uitleg hoort aan het begin. Aanbeveling: pas het sjabloon voor weigeringen deze maand aan.",
        "We leren het meest van elkaars mislukte versies. Aanbeveling: bewaar er elke week één.",
        "De balie mist onze redenen. Aanbeveling: stuur de eerste zin mee in het systeem.",
    ],
    "agreed": [
        "Afgesproken: tien brieven tellen. Gemeten: negen, met twee bellers. Dat het prettiger werkt, is gevoel.",
        "Afgesproken was minder nabellen. Gemeten is van twaalf naar zeven. Of het blijft, weten we niet.",
    ],
    "trial": [
        "De zin met wat wél kan. Drie weken, bij alle weigeringen. We stoppen als het meer bellers geeft.",
        "Bellen voor de brief. Twee weken, alleen bij dakkapellen.",
    ],
    "other-team": [
        "De startvragen van Toezicht. Wij moeten ze korter maken, want onze gesprekken duren tien minuten.",
        "De ene regel van Vergunningen. Bij ons moet er een locatie bij.",
    ],
    "keep-human": [
        "Het eerste gesprek na een weigering. Daarvan leerde ik het vak.",
        "Een dossier van voor naar achter lezen. Tom leert er nu het meest van.",
    ],
}

# Leermomenten: two minutes, any time
NOTICED = [
    "Een aanvrager bedankte me voor een weigering. Hij wist nu tenminste waarom.",
    "Ik las een brief van mezelf van vorig jaar en begreep de derde zin niet.",
    "De nieuwe collega stelde een vraag die wij nooit meer stellen.",
    "Als ik sta tijdens het bellen, praat ik rustiger.",
    "Het sjabloon zegt ‘indien’. Niemand zegt ‘indien’.",
    "Twee mensen keken anders naar dezelfde schets. Allebei hadden ze iets gezien wat ik miste.",
    "Ik had het antwoord al, maar de vraag van de inwoner was een andere.",
    "Een kwartier zonder mail en de brief was af.",
    "Een kaart tekenen werkte beter dan het uitleggen.",
    "Bij de balie hoorde ik welke brief het vaakst terugkomt. Dat is er één van ons.",
]

# The line of Samira over ten weeks: season week -> question code -> what she wrote
SAMIRA: dict[int, dict[str, str]] = {
    1: {
        "situation": "Een weigering uitleggen aan de telefoon. Ik verloor hem bij het tweede wetsartikel.",
        "if-then": "Als ik een artikel wil noemen, dan zeg ik eerst wat het voor hem betekent.",
    },
    5: {
        "situation": "De brief over de dakkapel. Vorige week belden er drie mensen over dezelfde zin.",
        "if-then": "Als ik ‘conform’ typ, dan zoek ik een gewoon woord.",
        "difference": "Ik wilde twee brieven herschrijven. Eén lukte, omdat Joost de eerste zin hardop voorlas.",
    },
    9: {
        "situation": "Het gesprek na een weigering. Ik wil dat de aanvrager zelf zegt wat nog wel kan.",
        "keep-change": "Vasthouden: eerst de uitkomst. Anders: stil zijn na de uitkomst, ook als dat lang voelt.",
    },
    10: {
        "situation": "Een weigering zo uitleggen dat de aanvrager het in één keer begrijpt. Deze week één brief.",
        "if-then": "Als ik een besluit ga schrijven, dan zet ik eerst in één zin wat het voor de aanvrager betekent.",
    },
}
