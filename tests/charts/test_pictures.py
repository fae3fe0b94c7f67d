"""Every chart can be saved in both languages."""

import plotly.io

from workbench import charts
from workbench.labels import LANGUAGES


def figures(language, yearly, ranked, placed, paired, path, evolving):
    return {
        "years": charts.draw_years(yearly, language=language),
        "stacked": charts.draw_stacked_years(yearly, language=language),
        "ranking": charts.draw_ranking(ranked, language=language),
        "shares": charts.draw_shares(ranked, language=language),
        "grouped": charts.draw_grouped(ranked, language=language, values=["former_count", "unit_count"]),
        "lines": charts.draw_lines(ranked, language=language, x="validity", values=["unit_share"]),
        "path": charts.draw_path(yearly, language=language, x="applicant_count", y="invention_count"),
        "heatmap": charts.draw_heatmap(paired, language=language, x="target", y="origin", value="unit_count"),
        "tiles": charts.draw_tiles(placed, language=language, place="province", value="filing_count"),
        "flow": charts.draw_flow(
            paired, language=language, source="origin", target="target", value="unit_count"
        ),
        "network": charts.draw_network(
            paired.with_frame(paired.frame.filter(paired.frame["origin"] != paired.frame["target"])),
            language=language, first="origin", second="target", value="unit_count",
        ),
        "lanes": charts.draw_lanes(*path, language=language),
        "alluvial": charts.draw_alluvial(*evolving, language=language),
        "cards": charts.draw_card_grid(
            evolving[0], language=language, row="branch", column="period", name="branch", text="period"
        ),
        "presence": charts.draw_presence(
            yearly, language=language, name="filing_year", flags=["is_complete"], share="invention_count"
        ),
        "series": charts.draw_series(
            evolving[0], language=language, x="document_count", group="branch", value="document_count"
        ),
        "curve": charts.draw_curve(yearly, language=language, x="filing_year", values=["invention_count"]),
        "empty": charts.draw_years(yearly.with_frame(yearly.frame.clear()), language=language),
    }  # fmt: skip


def test_every_chart_is_saved_in_both_languages(tmp_path, yearly, ranked, placed, paired, path, evolving):
    drawn = {
        tmp_path / f"{name}_{language}.png": figure
        for language in LANGUAGES
        for name, figure in figures(language, yearly, ranked, placed, paired, path, evolving).items()
    }
    plotly.io.write_images(list(drawn.values()), list(drawn))
    assert [path.name for path in drawn if not path.is_file() or path.stat().st_size < 1000] == []
