"""The report in a real browser: its requests and scripts, how it reads and is operated."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from urllib.parse import unquote, urlparse

import pandas as pd
import pytest
import simplemma
from report_study import make_study, report_on_seeds

from nkru.catalogues import catalogue
from nkru.report.runs.runs import run_report

ROOT = Path(__file__).parents[1]
CHROMIUM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
pytestmark = [
    pytest.mark.skipif(
        CHROMIUM is None, reason="no Chromium here (Debian: apt-get install chromium)"
    ),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
OPTIONS += ["--disable-component-update", "--disable-sync"]
HOSTILE = """Le titre de la page <script>document.title='prise !'</script>

La ministre de la Corée du Nord <img src=x onerror="document.title='prise !'"> rencontre Vladimir \
Poutine à Moscou.

Le président russe déclare : « </details></pre><script>document.title='prise !'</script> » et \
\x1b[31msourit à Kim Jong Un.

Un lien javascript:document.title='prise !' et \u202ednoS el snad étircé est chez D. Trump, avec \
=HYPERLINK("x").
"""
# The contrast of text with what lies behind it, as WCAG 2 defines it.
CONTRAST = """() => {
  const rgb = text => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const behind = node => { for (; node; node = node.parentElement) {
    const colour = getComputedStyle(node).backgroundColor;
    if (!/, 0\\)$/.test(colour)) return colour; } return 'rgb(255, 255, 255)'; };
  return [...document.querySelectorAll('main *, nav *')].filter(node => [...node.childNodes].some(
      child => child.nodeType === 3 && child.textContent.trim()) && node.getClientRects().length)
    .map(node => {
    const one = light(rgb(getComputedStyle(node).color)), other = light(rgb(behind(node)));
    const ratio = (Math.max(one, other) + .05) / (Math.min(one, other) + .05);
    return [ratio, node.tagName, node.textContent.slice(0, 40)]; });
}"""


LETTERS = str.maketrans("ÉÈÊÎÔàéèêîôç", "EEEIOaeeeioc")


@pytest.fixture(scope="module")
def report():
    return report_on_seeds()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "articles").mkdir()
    (folder / "articles/a.txt").write_text(HOSTILE, encoding="utf-8")
    (folder / "articles/<b onclick=1>.txt").write_text(
        HOSTILE + "Une phrase de plus.", encoding="utf-8"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        return run_report(folder / "articles", folder / "report").folder


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield running
        running.close()


@pytest.fixture
def page(browser):
    context = browser.new_context()
    opened = context.new_page()
    opened.requests, opened.complaints = [], []
    opened.on("request", lambda request: opened.requests.append(request.url))
    opened.on("console", lambda message: opened.complaints.append(message.text))
    opened.on("pageerror", lambda error: opened.complaints.append(str(error)))
    yield opened
    context.close()


def pages(report):
    chapters = sorted(report.glob("*.html"))
    evidence = [sorted(folder.glob("*.html"))[0] for folder in sorted(report.glob("evidence/*"))]
    articles = sorted(report.glob("articles/*.html"))
    assert len(chapters) == 9
    assert len(evidence) >= 5
    return [*chapters, *evidence, articles[0]]


def test_no_page_complains_or_asks_anything_of_the_network(report, page):
    for path in pages(report):
        page.goto(path.as_uri())
    assert page.complaints == []
    assert len(page.requests) >= 11
    assert [url for url in page.requests if not url.startswith(("file://", "data:"))] == []


def test_a_page_reads_without_scripts_and_has_every_image(report, browser):
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto((report / "actors.html").as_uri())
    assert opened.get_by_role("heading", level=1).inner_text() == "Who is named, and how often"
    assert opened.get_by_role("table").count() >= 5
    drawings = opened.locator("figure.drawing svg.wide").all()
    assert len(drawings) >= 4
    assert all(len(drawing.get_attribute("aria-label")) > 30 for drawing in drawings)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_what_is_behind_it(report, browser, scheme):
    context = browser.new_context(color_scheme=scheme)
    opened = context.new_page()
    for path in pages(report):
        opened.goto(path.as_uri())
        found = opened.evaluate(CONTRAST)
        assert len(found) >= 3
        assert [low for low in found if low[0] < 4.5] == [], path.name
    context.close()


# The figures that are shown: how far each reaches beyond its frame, and whether it has a plate.
FIGURES = """() => [...document.querySelectorAll('figure.drawing svg, figure.drawing img')]
  .filter(node => node.getClientRects().length).map(node => {
    const frame = node.closest('figure').getBoundingClientRect();
    const box = node.getBoundingClientRect();
    const plate = node.querySelector('g path');
    const sizes = [...node.querySelectorAll('text')].map(text =>
      parseFloat(getComputedStyle(text).fontSize) * box.width / node.viewBox.baseVal.width);
    const edges = [...node.querySelectorAll('text')].map(text => text.getBoundingClientRect());
    return {over: box.right - frame.right, width: box.width, plate: getComputedStyle(plate).fill,
      least: Math.min(...sizes), right: Math.max(...edges.map(edge => edge.right)) - box.right,
      left: box.left - Math.min(...edges.map(edge => edge.left))}; })"""


@pytest.mark.parametrize(
    ("width", "scheme", "media"),
    [(360, "light", "screen"), (360, "dark", "screen"), (768, "dark", "screen")]
    + [(1200, "light", "screen"), (700, "dark", "print")],
)
def test_figures_fit_the_page(report, browser, width, scheme, media):
    context = browser.new_context(viewport={"width": width, "height": 740}, color_scheme=scheme)
    opened = context.new_page()
    opened.emulate_media(media=media)
    shown = []
    for path in pages(report):
        opened.goto(path.as_uri())
        assert opened.evaluate("document.documentElement.scrollWidth") <= width, path.name
        shown += opened.evaluate(FIGURES)
    dark = scheme == "dark" and media == "screen"
    assert len(shown) > 15
    for figure in shown:
        assert figure["over"] <= 1
        assert max(figure["left"], figure["right"]) < 6
        assert figure["least"] >= (9.2 if width == 360 else 7.5)  # pixels: 7 points are 9.3
        assert (figure["plate"] == "rgb(22, 25, 29)") == dark
    context.close()


def test_a_page_is_operated_by_keyboard(report, page):
    page.goto((report / "actors.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    reached = set()
    for _ in range(400):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.tagName"))
        if {"A", "SUMMARY", "DIV"} <= reached:
            break
    assert {"A", "SUMMARY", "DIV"} <= reached


def test_a_row_opens_its_sentences_and_leads_back(report, page):
    page.goto((report / "actors.html").as_uri())
    row = page.locator("#table-actors tbody tr").first
    count = int(row.locator("td").nth(3).inner_text())
    row.get_by_role("link").click()
    page.wait_for_selector(":target")
    assert page.locator("mark").count() == count
    page.get_by_role("link", name="Back to the table").click()
    page.wait_for_url("**/actors.html#row-actors-*")
    page.wait_for_selector(":target")


# Tables of nothing that a sentence could show: files, choices, numbers of groups, errors.
WITHOUT_SENTENCES = {"choices", "unread", "stability", "stability_sizes", "topic_stability"}
WITHOUT_SENTENCES |= {"error", "agreement", "names"}


# A link of a drawing has its address in an animated string.
LINKS = """[...document.querySelectorAll('a[href]')]
  .map(link => new URL(link.href.baseVal ?? link.href, document.baseURI).href)"""


def test_a_crawler_finds_no_dead_link_and_a_way_to_sentences_everywhere(report, page):
    found = set()
    for path in [*pages(report), *sorted(report.glob("articles/*.html"))]:
        page.goto(path.as_uri())
        found |= set(page.evaluate(LINKS))
        if path.parent == report:
            tables = page.evaluate(
                "[...document.querySelectorAll('figure.table')].map(t => [t.id, t.querySelectorAll("
                "'tbody tr').length, t.querySelectorAll('tbody a').length])"
            )
            lacking = [name for name, rows, links in tables if rows and not links]
            assert {name.removeprefix("table-") for name in lacking} <= WITHOUT_SENTENCES
    assert len(found) > 800
    targets = {url.split("#")[0] for url in found}
    assert not [url for url in targets if url.startswith("file:") and not path_of(url).is_file()]


def path_of(url):
    return Path(unquote(urlparse(url).path))


def test_bars_and_findings_lead_to_sentences(report, page):
    page.goto((report / "index.html").as_uri())
    assert (
        page.locator("ul.findings li").count()
        == page.locator("ul.findings li > a:first-child").count()
    )
    page.locator("figure.front").nth(1).locator("svg:visible a[href]").first.click()
    page.wait_for_url("**/evidence/actors_actors/*.html*")
    assert page.locator("mark").count() > 5
    page.get_by_role("link", name="Back to the table").click()
    page.wait_for_url("**/actors.html#row-actors-*")
    page.wait_for_selector("tr:target")


@pytest.mark.parametrize(
    ("figure", "opened"),
    [("classes", "classes"), ("map", "words"), ("cloud", "words"), ("graph", "words")],
)
def test_the_words_of_a_figure_open_their_sentences(report, page, figure, opened):
    page.goto((report / "themes.html").as_uri())
    texts = page.locator(f"#figure-{figure} svg.wide text")
    linked = page.locator(f"#figure-{figure} svg.wide a[href*='evidence/themes_{opened}/'] text")
    assert linked.count() > 0.6 * texts.count()
    word = linked.last.text_content().split()[0][:2]
    linked.last.click()
    page.wait_for_selector(":target")
    # Another name of the same actor may be marked, too.
    marks = page.locator("mark").all_text_contents()
    assert opened != "words" or any(text.lower().startswith(word) for text in marks)


def test_a_table_is_sorted_and_filtered(report, page):
    page.goto((report / "actors.html").as_uri())
    page.locator("#table-frequency .fold input").check()
    rows = page.locator("#table-frequency tbody tr")
    before = rows.all_inner_texts()
    page.locator("#table-frequency thead button").first.click()
    names = [text.split("\t")[0] for text in rows.all_inner_texts()]
    assert sorted(before) == sorted(rows.all_inner_texts())
    assert names == sorted(names, key=lambda name: name.translate(LETTERS).lower())
    heading = page.locator("#table-frequency thead th").nth(2)
    heading.get_by_role("button").press("Enter")
    assert heading.get_attribute("aria-sort") == "ascending"
    counts = [
        int(text.replace(",", "")) for text in rows.locator("td:nth-child(3)").all_inner_texts()
    ]
    assert counts == sorted(counts)
    page.locator("#table-frequency input[type=search]").fill(names[3])
    shown = [row for row in rows.all() if row.is_visible()]
    assert [row.locator("th").inner_text() for row in shown] == [names[3]]
    assert page.complaints == []


def test_an_article_page_switches_its_layers_without_scripts(report, browser):
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(sorted(report.glob("articles/*.html"))[0].as_uri())
    mark = opened.locator("mark.actors").first
    colour = "node => getComputedStyle(node).backgroundColor"
    assert mark.evaluate(colour) != "rgba(0, 0, 0, 0)"
    opened.locator("#show-actors").uncheck()
    assert mark.evaluate(colour) == "rgba(0, 0, 0, 0)"
    context.close()


def test_the_printed_page_leaves_menus_and_code_out(report, page):
    page.goto((report / "sentiment.html").as_uri())
    page.emulate_media(media="print")
    for selector in ("nav", "details.code", ".skip"):
        assert not page.locator(selector).first.is_visible()
    assert page.locator("figure.drawing").first.is_visible()


def test_hostile_articles_are_text(hostile, page):
    shown = 0
    for path in sorted(hostile.rglob("*.html")):
        page.goto(path.as_uri())
        assert page.title() != "prise !"
        text = page.locator("body").inner_text()
        shown += text.count("document.title='prise !'")
        assert "\x1b" not in text
        own = "[...document.scripts].filter(script => !script.text.startsWith('\"use strict\"'))"
        assert page.evaluate(f"{own}.length") == 0
        assert not re.search(
            r"javascript:", " ".join(page.evaluate("[...document.links].map(link => link.href)"))
        )
    assert shown > 3
    assert page.complaints == []
    assert [url for url in page.requests if not url.startswith(("file://", "data:"))] == []


def test_a_megabyte_line_gives_small_pages(tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)
    (tmp_path / "articles").mkdir()
    line = "très grand et " * 80_000
    text = f"Vladimir Poutine reçoit un {line}fidèle allié, Kim Jong Un, puis un {line}train.\n"
    (tmp_path / "articles/a.txt").write_text(f"Un sommet\n\n{text}", encoding="utf-8")
    report = run_report(tmp_path / "articles", tmp_path / "report", only=["actors"]).folder
    assert (tmp_path / "articles/a.txt").stat().st_size > 1_000_000
    assert max(path.stat().st_size for path in report.rglob("*.html")) < 1 << 20


def test_small_studies_need_no_browser_of_their_own(tmp_path, monkeypatch, page):
    monkeypatch.chdir(make_study(tmp_path))
    page.goto((run_report().folder / "index.html").as_uri())
    assert page.get_by_role("heading", level=1).inner_text() == "Press report: seeds"


# What a reader sees: texts, tooltips and names of links, without code and other languages. On an
# English page names and words of the articles are French: in its title, drawings and places.
SEEN = """lang => { const texts = [];
  const walk = node => {
    if (node.nodeType === 3) return texts.push(node.textContent);
    if (node.nodeType !== 1 || node.matches('script, style, pre, code, details.code')) return;
    if (node.lang && node.lang !== lang) return;
    if (lang === 'en' && node.matches('title, bdi, svg, nav a, p.where')) return;
    const tooltip = node.title || '';
    texts.push(node.matches('th') ? tooltip.replace(/^[^:]*: /, '') : tooltip);
    texts.push(node.getAttribute('aria-label') || '', node.getAttribute('placeholder') || '');
    node.childNodes.forEach(walk); };
  walk(document.documentElement); return texts.join(' \\n '); }"""


QUOTED = re.compile(r"`[^`]{1,99}`|«[^»]{1,99}»|\S{1,99}@\S+")  # code, titles, addresses


def words_of_one_language():
    """Return the words of the catalogue that only English has, and those that only French has."""
    french = catalogue("fr")
    told = [*french.data.values(), *(text for forms in french.forms.values() for text in forms)]
    english, other = (
        {word for text in texts for word in re.findall(r"\b[^\W\d_]{2,}\b", without_code(text))}
        for texts in (french.known, told)
    )
    return (
        {word for word in english - other if not simplemma.is_known(word, lang="fr")},
        {word for word in other - english if not simplemma.is_known(word, lang="en")},
    )


def without_code(text):
    return re.sub(r"`[^`]*`|\{[^}]*\}", " ", text).lower()


@pytest.mark.long
def test_a_page_in_one_language_has_no_word_of_the_other(
    report, page, seeds, tmp_path, monkeypatch
):
    monkeypatch.chdir(ROOT)
    french = run_report("seeds", tmp_path / "fr", lang="fr").folder
    english_words, french_words = words_of_one_language()
    assert min(len(english_words), len(french_words)) > 500
    codes = {*seeds.lines["code"]}
    wrong = {}
    for lang, folder, words in (("fr", french, english_words), ("en", report, french_words)):
        for path in pages(folder):
            page.goto(path.as_uri())
            assert page.evaluate("document.documentElement.lang") == lang
            text = QUOTED.sub(" ", page.evaluate(SEEN, lang))
            # A word in capitals begins a name; the codes of rules are names, too.
            seen = {*re.findall(r"\b[^\W\d_]{2,}\b", text)} - codes
            if found := sorted(seen & words):
                wrong[f"{lang}/{path.relative_to(folder)}"] = found
    assert wrong == {}


@pytest.mark.long
def test_tables_of_itables_are_sorted_without_a_network_and_show_text_as_text(page, tmp_path):
    itables = pytest.importorskip("itables", reason="needs nkru[tables]")
    from itables.javascript import generate_init_offline_itables_html

    table = pd.DataFrame({"titre": ["<img src=x onerror=\"document.title='pris'\">", "$b_"]})
    body = itables.to_html_datatable(table.assign(n=[1, 2]), connected=False)
    head = generate_init_offline_itables_html(itables.options.dt_bundle)
    (tmp_path / "a.html").write_text(f"<html><body>{head}{body}</body></html>", encoding="utf-8")
    page.goto((tmp_path / "a.html").as_uri())
    rows = page.locator("table tbody tr:visible")
    page.wait_for_selector("table tbody tr")
    heading = page.locator("table thead th:visible", has_text="n").last
    heading.click()
    heading.click()
    page.wait_for_function("document.querySelector('tbody tr td').textContent === '$b_'")
    assert "onerror" in rows.last.inner_text()
    assert page.title() != "pris"
    assert [url for url in page.requests if not url.startswith(("file:", "data:", "blob:"))] == []
