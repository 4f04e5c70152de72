"""Ten insights about AI, work and learning with public sources, in our own words, to begin with.

Nobody checked or rated them here, and each says so. They are for the whole organisation; who may publish for all puts
one out of use when it does not fit. Numbers are there to compare with, never to aim at.
"""

from datetime import date
from typing import Any

from django.db import transaction

from cycles.insights.models import Insight
from cycles.insights.writing import search_text
from lerendwerken.lib import clock

Kind, Source = Insight.Kind, Insight.SourceKind

# A source of which only the year is known has its first day, see SourceDayField.
INSIGHTS: tuple[dict[str, Any], ...] = (
    {
        "statement": "Samen terugkijken na het werk maakt teams beter",
        "meaning": "Plan de Weekoogst altijd, ook in drukke weken. Leg er iets echts bij op tafel: een brief of een "
        "telling.",
        "source": "Keiser en Arthur, 2021",
        "source_kind": Source.REVIEW,
        "source_url": "https://pubmed.ncbi.nlm.nih.gov/32852990/",
        "source_date": date(2021, 1, 1),
        "method": "61 onderzoeken samengevoegd.",
    },
    {
        "statement": "Oefenen met AI die antwoorden geeft, kan later tegenwerken",
        "meaning": "Leerlingen scoorden mét AI hoger, en daarna zonder AI lager. Daarom vraagt onze sparringpartner "
        "eerst en antwoordt hij later.",
        "source": "Bastani en anderen, 2025",
        "source_kind": Source.RESEARCH,
        "source_url": "https://ssrn.com/abstract=4895486",
        "source_date": date(2025, 1, 1),
        "method": "Experiment op scholen, niet met werkenden.",
    },
    {
        "statement": "Wie eerst zelf kiest, neemt minder klakkeloos over wat AI zegt",
        "meaning": "Schrijf je eigen antwoord op voordat je AI om raad vraagt. Mensen vinden dat minder prettig, en het "
        "helpt wel.",
        "source": "Buçinca en anderen, 2021",
        "source_kind": Source.RESEARCH,
        "source_url": "https://arxiv.org/abs/2102.09692",
        "source_date": date(2021, 1, 1),
        "method": "Experiment met vrijwilligers achter een scherm.",
    },
    {
        "statement": "Veel vertrouwen in AI gaat samen met minder kritisch nadenken",
        "meaning": "Vertrouwen in jezelf gaat juist samen met meer nadenken. Bouw dus eerst aan je eigen vak.",
        "source": "Lee en anderen, 2025",
        "source_kind": Source.RESEARCH,
        "source_url": "https://dataethiek.info/items/kenniswerkers-dommer-door-chatgpt",
        "source_date": date(2025, 1, 1),
        "method": "Vragenlijst onder kenniswerkers. Zij schatten zichzelf in.",
    },
    {
        "statement": "Wie een tekst met AI schrijft, onthoudt er misschien minder van",
        "meaning": "Gebruik dit voorzichtig: het onderzoek is klein en nog niet door vakgenoten beoordeeld. Leg een "
        "tekst uit je hoofd uit voordat je hem verstuurt.",
        "source": "Kosmyna en anderen, 2025",
        "source_kind": Source.RESEARCH,
        "source_url": "https://arxiv.org/abs/2506.08872",
        "source_date": date(2025, 1, 1),
        "method": "54 deelnemers, voorpublicatie.",
    },
    {
        "statement": "Een als-dan-plan helpt om te doen wat je van plan bent",
        "meaning": "Koppel wat je wilt doen aan één duidelijk moment in je werk. Schrijf het op als één zin.",
        "source": "Sheeran, Listrom en Gollwitzer, 2024",
        "source_kind": Source.REVIEW,
        "source_url": "https://doi.org/10.1080/10463283.2024.2334563",
        "source_date": date(2024, 1, 1),
        "method": "Honderden toetsen samengevoegd.",
    },
    {
        "statement": "Veel oefenen alleen verklaart maar een klein deel van vakmanschap",
        "meaning": "Uren tellen zegt weinig. Let op wat je oefent, en of iemand je vertelt hoe het ging.",
        "source": "Macnamara en anderen, 2014",
        "source_kind": Source.REVIEW,
        "source_url": "https://doi.org/10.1177/0956797614535810",
        "source_date": date(2014, 1, 1),
        "method": "88 onderzoeken samengevoegd, naar muziek, sport, spel, school en werk.",
    },
    {
        "statement": "Een taak beter doen met AI is nog niet hetzelfde als ervan leren",
        "meaning": "Vraag bij elke proef met AI ook wat iemand daarna zonder AI kan.",
        "source": "OESO, Digital Education Outlook, 2026",
        "source_kind": Source.REPORT,
        "source_url": "https://www.oecd.org/en/publications/oecd-digital-education-outlook-2026_062a7394-en.html",
        "source_date": date(2026, 1, 19),
        "method": "Overzicht van onderzoek, vooral op scholen en universiteiten.",
        "horizon": "de komende jaren",
    },
    {
        "statement": "Ruim vier op de tien werkgevers verwachten dat AI andere vaardigheden vraagt",
        "meaning": "Praat in het team over welke vaardigheden dat bij jullie zijn, voordat de taken veranderen.",
        "source": "UWV, rapport over AI en werk, 2025",
        "source_kind": Source.STATISTICS,
        "source_date": date(2025, 1, 1),
        "method": "Vragenlijst onder 2.306 werkgevers, gewogen.",
        "horizon": "ongeveer vijf jaar",
        "is_figure": True,
        "is_job_shift": True,
    },
    {
        "statement": "Verspreid terughalen onthoudt beter, en gelijke stappen werken zo goed als groeiende",
        "meaning": "Kom na een week, een maand en een kwartaal terug op wat je leerde. De precieze stappen maken minder uit.",
        "source": "Kang en anderen, 2014",
        "source_kind": Source.RESEARCH,
        "source_url": "https://doi.org/10.3758/s13423-014-0636-z",
        "source_date": date(2014, 1, 1),
        "method": "Proef in een laboratorium, gemeten na acht weken.",
    },
)


@transaction.atomic
def install() -> list[Insight]:
    """Those that are not here yet, also when they were put out of use: nobody gets them a second time."""
    known = set(Insight.objects.filter(is_example=True).values_list("statement", flat=True))
    now = clock.now()
    rows = [
        Insight(
            kind=Kind.EXTERNAL,
            reach=Insight.Reach.ORGANISATION,
            is_example=True,
            made_at=now,
            published_at=now,
            **fields,
        )
        for fields in INSIGHTS
        if fields["statement"] not in known
    ]
    for row in rows:
        row.search_text = search_text(row)
    return Insight.objects.bulk_create(rows)
