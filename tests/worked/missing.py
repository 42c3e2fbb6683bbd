"""Declared tables that have no example yet: a list that only grows shorter."""

MISSING: tuple[str, ...] = (
    "run_period", "run_previous", "run_last_year", "calendar_days", "cause_list", "warn_moments", "warn_landmarks", "warn_bins",
    "dossier_id_numbers", "officer_numbers", "step_numbers", "unit_numbers", "calendar", "wanted", "outcomes_all", "outcomes",
    "scope", "registered_dossiers", "known_units", "lifetimes", "steps_within_life", "steps_in_passes", "recording_officers",
    "spans_recorded", "doubted_starts", "shared_accounts", "vague_accounts", "unsure_accounts", "spans", "absent_times", "stamps",
    "silences", "officer_stamps", "shown_times", "quiet_times", "doubts", "assignments", "late_dossiers", "late_due", "segments_all",
    "held_elsewhere", "officer_changes", "turns", "query_points", "waiting_readings", "prior_dossiers", "unit_officers", "waits",
    "interleaved", "bounds", "state_minutes_all", "desk_bounds_numbered", "desk_bounds", "segments_numbered", "segments",
    "state_minutes_numbered", "state_minutes", "late_lifetimes_numbered", "late_lifetimes", "late_spans_numbered", "late_spans",
    "late_segments_numbered", "late_segments", "late_minutes_numbered", "late_minutes", "late_bounds_numbered", "late_bounds", "used",
    "norms_given", "step_used", "norms_estimated", "on_time_dossiers", "step_due", "norms_by_due", "norms_chosen", "late_stops",
    "due_moves", "stop_norms", "parts_numbered", "parts", "state_shares", "causes", "shares_numbered", "shares_proposed",
    "day_length", "late_numbered", "late_proposed", "what_if_computed", "cause_shares", "late", "what_if", "late_days",
    "scope_minutes", "scope_spans", "scope_lifetimes", "workload", "queues", "norms_of_all", "step_norms", "received_dossiers",
    "form_06a", "period_report", "measures", "outcomes_all_previous", "outcomes_previous", "measures_whole_previous",
    "measures_previous", "outcomes_all_last_year", "outcomes_last_year", "measures_whole_last_year", "measures_last_year",
    "indicators", "satisfaction", "unavailable", "index_gaps", "rule_differences", "deadline_checks", "sync_differences",
    "publications", "integrity", "dossiers", "steps", "stops", "due_changes", "norms", "units", "absences", "procedures", "feedback",
    "registered", "source_findings", "findings", "accounting", "unjudged", "recorded_differences", "explanations",
    "explanation_findings", "confirmed_causes", "warn_forecasts", "warn_now", "warn_outcomes", "warn_scores", "warn_verdict",
    "warning_check", "still_open", "council_dates", "warnings",
)  # fmt: skip
