"""What a query finds, and how much of what it should."""

from workbench.search.batch_table import download_batches_findings
from workbench.search.block_tables import (
    search_elements_findings,
    search_translations,
    search_translations_findings,
)
from workbench.search.quality_tables import (
    losing_blocks_findings,
    query_repairs_findings,
    search_quality_findings,
    word_effects_findings,
)
from workbench.search.steps import search_steps_findings
from workbench.search.strategy import (
    Strategy,
    download_batches,
    losing_blocks,
    query_repairs,
    sample_text,
    search_elements,
    search_quality,
    search_steps,
    translations_text,
    word_effects,
)
from workbench.search.topic import Topic, all_downloads, open_topic, update_topic, write_browsing
from workbench.search.topic_tables import (
    topic_branches,
    topic_branches_findings,
    topic_changes,
    topic_changes_findings,
    topic_quality,
    topic_quality_findings,
    topic_versions,
    topic_versions_findings,
)

__all__ = [
    "Strategy",
    "Topic",
    "all_downloads",
    "download_batches",
    "download_batches_findings",
    "losing_blocks",
    "losing_blocks_findings",
    "open_topic",
    "query_repairs",
    "query_repairs_findings",
    "sample_text",
    "search_elements",
    "search_elements_findings",
    "search_quality",
    "search_quality_findings",
    "search_steps",
    "search_steps_findings",
    "search_translations",
    "search_translations_findings",
    "topic_branches",
    "topic_branches_findings",
    "topic_changes",
    "topic_changes_findings",
    "topic_quality",
    "topic_quality_findings",
    "topic_versions",
    "topic_versions_findings",
    "translations_text",
    "update_topic",
    "word_effects",
    "word_effects_findings",
    "write_browsing",
]
