"""Declared tables that have no example yet: a list that only grows shorter."""

MISSING: tuple[str, ...] = (
    "run_period", "run_previous", "run_last_year", "calendar_days", "cause_list", "warn_moments", "warn_landmarks", "warn_bins",
    "outcomes_all", "vague_accounts", "doubts", "form_06a", "period_report", "measures", "outcomes_all_previous", "outcomes_previous",
    "measures_whole_previous", "measures_previous", "outcomes_all_last_year", "outcomes_last_year", "measures_whole_last_year",
    "measures_last_year", "indicators", "satisfaction", "unavailable", "index_gaps", "rule_differences", "deadline_checks",
    "sync_differences", "publications", "integrity", "dossiers", "steps", "stops", "due_changes", "norms", "units", "absences",
    "procedures", "feedback", "registered", "source_findings", "findings", "accounting", "unjudged", "recorded_differences",
    "explanations", "explanation_findings", "confirmed_causes", "warn_forecasts", "warn_now", "warn_outcomes", "warn_scores",
    "warn_verdict", "warning_check", "still_open", "council_dates", "warnings",
)  # fmt: skip
