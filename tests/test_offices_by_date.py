"""Whom an office means at the day of an article, and that it means nobody on no day."""

from __future__ import annotations

import nkru
from tests.small_corpus import small_corpus

OFFICES = [
    ("2013-03-12", "Le Premier ministre", "Jean-Marc Ayrault"),
    ("2014-06-10", "Le premier ministre", "Manuel Valls"),
    ("2016-12-20", "Le premier ministre", "Bernard Cazeneuve"),
    ("2018-10-15", "Le premier ministre", "Édouard Philippe"),
    ("2021-02-03", "Le premier ministre", "Jean Castex"),
    ("2023-03-20", "La première ministre", "Élisabeth Borne"),
    ("2024-03-20", "Le premier ministre", "Gabriel Attal"),
    ("2024-10-15", "Le premier ministre", "Michel Barnier"),
    ("2025-02-05", "Le premier ministre", "François Bayrou"),
    ("2015-05-12", "Le ministre de l'Intérieur", "Bernard Cazeneuve"),
    ("2018-05-12", "Le ministre de l'Intérieur", "Gérard Collomb"),
    ("2019-05-12", "Le ministre de l'Intérieur", "Christophe Castaner"),
    ("2024-11-12", "Le ministre de l'Intérieur", "Bruno Retailleau"),
    ("2016-06-02", "La ministre du Travail", "Myriam El Khomri"),
    ("2018-06-02", "La ministre du Travail", "Muriel Pénicaud"),
    ("2021-06-02", "La ministre du Travail", "Élisabeth Borne"),
    ("2023-06-02", "Le ministre du Travail", "Olivier Dussopt"),
    ("2024-06-02", "La ministre du Travail", "Catherine Vautrin"),
    ("2024-11-02", "La ministre du Travail", "Astrid Panosyan-Bouvet"),
    ("2017-04-04", "Le ministre de l'Économie", "Michel Sapin"),
    ("2019-04-04", "Le ministre de l'Économie", "Bruno Le Maire"),
    ("2024-11-04", "Le ministre de l'Économie", "Antoine Armand"),
    ("2025-03-04", "Le ministre de l'Économie", "Éric Lombard"),
    ("2015-09-08", "La ministre de l'Éducation nationale", "Najat Vallaud-Belkacem"),
    ("2019-09-08", "Le ministre de l'Éducation nationale", "Jean-Michel Blanquer"),
    ("2022-09-08", "Le ministre de l'Éducation nationale", "Pap Ndiaye"),
    ("2023-12-08", "Le ministre de l'Éducation nationale", "Gabriel Attal"),
    ("2024-01-30", "La ministre de l'Éducation nationale", "Amélie Oudéa-Castéra"),
    ("2020-04-08", "Le ministre de la Santé", "Olivier Véran"),
    ("2019-04-08", "La ministre de la Santé", "Agnès Buzyn"),
    ("2023-04-08", "Le ministre de la Santé", "François Braun"),
    ("2023-11-08", "Le ministre de la Santé", "Aurélien Rousseau"),
    ("2014-05-05", "La garde des Sceaux", "Christiane Taubira"),
    ("2016-05-05", "Le garde des Sceaux", "Jean-Jacques Urvoas"),
    ("2018-05-05", "La garde des Sceaux", "Nicole Belloubet"),
    ("2021-05-05", "Le garde des Sceaux", "Éric Dupond-Moretti"),
    ("2025-03-05", "Le garde des Sceaux", "Gérald Darmanin"),
    ("2013-05-05", "Le ministre des Affaires étrangères", "Laurent Fabius"),
    ("2019-05-05", "Le ministre des Affaires étrangères", "Jean-Yves Le Drian"),
    ("2023-05-05", "La ministre des Affaires étrangères", "Catherine Colonna"),
    ("2024-05-05", "Le ministre des Affaires étrangères", "Stéphane Séjourné"),
    ("2025-04-05", "Le ministre des Affaires étrangères", "Jean-Noël Barrot"),
    ("2022-05-05", "La ministre des Armées", "Florence Parly"),
    ("2023-05-05", "Le ministre des Armées", "Sébastien Lecornu"),
    ("2017-05-05", "Le ministre de la Défense", "Jean-Yves Le Drian"),
    ("2018-09-05", "Le ministre de la Transition écologique", "François de Rugy"),
    ("2019-03-05", "Le ministre de la Transition écologique", "François de Rugy"),
    ("2021-03-05", "La ministre de la Transition écologique", "Barbara Pompili"),
    ("2023-03-05", "Le ministre de la Transition écologique", "Christophe Béchu"),
    ("2022-03-05", "La ministre de la Culture", "Roselyne Bachelot"),
    ("2023-03-05", "La ministre de la Culture", "Rima Abdul Malak"),
    ("2024-03-05", "La ministre de la Culture", "Rachida Dati"),
    ("2020-03-05", "Le ministre de l'Agriculture", "Didier Guillaume"),
    ("2022-03-05", "Le ministre de l'Agriculture", "Julien Denormandie"),
    ("2023-03-05", "Le ministre de l'Agriculture", "Marc Fesneau"),
    ("2025-03-05", "La ministre de l'Agriculture", "Annie Genevard"),
    ("2013-03-05", "Le chef de l'État", "François Hollande"),
    ("2012-03-05", "Le chef de l'État", "Nicolas Sarkozy"),
    ("2019-03-05", "Le secrétaire général de la CGT", "Philippe Martinez"),
    ("2023-05-05", "La secrétaire générale de la CGT", "Sophie Binet"),
    ("2022-05-05", "Le secrétaire général de la CFDT", "Laurent Berger"),
    ("2023-09-05", "La secrétaire générale de la CFDT", "Marylise Léon"),
    ("2019-05-05", "Le président du Medef", "Geoffroy Roux de Bézieux"),
    ("2015-05-05", "Le président du Medef", "Pierre Gattaz"),
    ("2021-05-05", "Le maire de Lyon", "Grégory Doucet"),
    ("2019-05-05", "Le maire de Lyon", "Gérard Collomb"),
    ("2015-05-05", "La maire de Paris", "Anne Hidalgo"),
    ("2013-05-05", "Le maire de Paris", "Bertrand Delanoë"),
    ("2022-05-05", "La présidente de la région Occitanie", "Carole Delga"),
    ("2022-05-05", "Le président de la région Hauts-de-France", "Xavier Bertrand"),
    ("2022-05-05", "Le patron de TotalEnergies", "Patrick Pouyanné"),
    ("2023-05-05", "Le premier secrétaire du Parti socialiste", "Olivier Faure"),
    ("2023-05-05", "Le président des Républicains", "Éric Ciotti"),
    ("2023-05-05", "Le président du Rassemblement national", "Jordan Bardella"),
    ("2023-05-05", "La secrétaire nationale d'EELV", "Marine Tondelier"),
    ("2023-05-05", "La présidente de l'Assemblée nationale", "Yaël Braun-Pivet"),
    ("2021-05-05", "Le président de l'Assemblée nationale", "Richard Ferrand"),
    ("2023-05-05", "Le président du Sénat", "Gérard Larcher"),
    ("2023-05-05", "La présidente de la Commission européenne", "Ursula von der Leyen"),
    ("2018-05-05", "Le président de la Commission européenne", "Jean-Claude Juncker"),
    ("2023-05-05", "Le chancelier allemand", "Olaf Scholz"),
    ("2025-09-05", "Le chancelier allemand", "Friedrich Merz"),
    ("2020-05-05", "La chancelière allemande", "Angela Merkel"),
    ("2023-05-05", "Le président sénégalais", "Macky Sall"),
    ("2024-05-05", "Le président sénégalais", "Bassirou Diomaye Faye"),
    ("2023-05-05", "Le Premier ministre belge", "Alexander De Croo"),
    ("2025-04-05", "Le Premier ministre belge", "Bart De Wever"),
    ("2023-05-05", "Le premier ministre du Québec", "François Legault"),
    ("2017-05-05", "Le premier ministre du Québec", "Philippe Couillard"),
    ("2025-05-05", "Le premier ministre canadien", "Mark Carney"),
    ("2023-05-05", "Le préfet de police de Paris", "Laurent Nuñez"),
    ("2021-05-05", "Le préfet de police de Paris", "Didier Lallement"),
    ("2023-05-05", "La patronne de la CGT", "Sophie Binet"),
    ("2014-01-15", "La première ministre du Québec", "Pauline Marois"),
    ("2023-05-05", "La mairesse de Montréal", "Valérie Plante"),
    ("2023-05-05", "Le chef de la CAQ", "François Legault"),
    ("2023-05-05", "Le président du Mouvement réformateur", "Georges-Louis Bouchez"),
    ("2022-05-05", "Le président du PLR", "Thierry Burkart"),
]
CLAUSE = " a pris la parole mardi en France."


def described(rows: list[tuple[str | None, str]]) -> list[dict[str, str]]:
    """Return the actor of each description in an article of each day that names an office."""
    days: list[str] = [day for day, _ in rows]  # type: ignore[misc]
    corpus = small_corpus([office + CLAUSE for _, office in rows], date_from=days, date_to=days)
    table = nkru.find_mentions(corpus)
    table = table[table["kind"] == "descriptor"]
    told = {
        doc_id: dict(zip(rows["text"], rows["entry"], strict=True))
        for doc_id, rows in table.groupby("doc_id")
    }
    return [told.get(doc_id, {}) for doc_id in corpus.documents["doc_id"]]


def test_an_office_means_its_holder_at_the_day() -> None:
    found = described([(day, office) for day, office, _ in OFFICES])
    wrong = [
        (*row, names.get(row[1]))
        for row, names in zip(OFFICES, found, strict=True)
        if names.get(row[1]) != row[2]
    ]
    assert not wrong


def test_without_a_day_an_office_means_nobody() -> None:
    offices = sorted({office for _, office, _ in OFFICES if "ministre" in office})
    found = described([(None, office) for office in offices])
    held_once = {"Le premier ministre canadien"}
    told = {o: n.get(o) for o, n in zip(offices, found, strict=True) if n.get(o)}
    assert not told.keys() - held_once
