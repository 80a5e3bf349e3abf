#pragma once
#include <string_view>

/// Every type of problem that the API answers with, once. A name is part of the API: clients branch on it.
/// docs/problems.md is made from this file by scripts/problem-docs.
namespace tasklog {

struct ProblemType {
    std::string_view name;  ///< the last part of its URN (RFC 9457, `type`)
    unsigned status = 500;
    std::string_view meaning;

    friend constexpr bool operator==(const ProblemType& type, std::string_view other) { return type.name == other; }
};

namespace problems {

// Requests
inline constexpr ProblemType malformed_http{"malformed-http", 400, "The bytes are not an HTTP/1.1 request."};
inline constexpr ProblemType malformed_json{"malformed-json", 400, "The body is not UTF-8 JSON."};
inline constexpr ProblemType invalid_field{
    "invalid-field", 400, "A field of the body is missing or has a value it cannot have; `pointer` names it."};
inline constexpr ProblemType invalid_parameter{"invalid-parameter", 400,
                                               "A query parameter has a value it cannot have."};
inline constexpr ProblemType invalid_position{"invalid-position", 400,
                                              "`Tasklog-Position` is not a position of this log."};
inline constexpr ProblemType invalid_key{"invalid-key", 400,
                                         "`Idempotency-Key` is empty, too long, or has characters it cannot have."};
inline constexpr ProblemType invalid_cause{"invalid-cause", 400, "`Tasklog-Cause` is neither `import` nor left out."};
inline constexpr ProblemType invalid_time{"invalid-time", 400, "Only Tasklog's own programs may send `Tasklog-At`."};
inline constexpr ProblemType unknown_command{"unknown-command", 400, "No command has this `type`."};
inline constexpr ProblemType body_too_large{"body-too-large", 413, "The body is larger than the path accepts."};
inline constexpr ProblemType header_too_large{"header-too-large", 431, "The header is larger than the server accepts."};
inline constexpr ProblemType not_found{"not-found", 404, "There is nothing at this path."};
inline constexpr ProblemType method_not_allowed{"method-not-allowed", 405, "The path does not support this method."};
inline constexpr ProblemType key_reused{"key-reused", 422,
                                        "The `Idempotency-Key` belongs to an earlier, different request."};

// Bounds and load
inline constexpr ProblemType too_much_at_once{
    "too-much-at-once", 413, "The request would make more events or take more steps than one request may. Split it."};
inline constexpr ProblemType too_many_requests{
    "too-many-requests", 429,
    "You have too many requests under way, or sent too much too quickly. Retry after `Retry-After`."};
inline constexpr ProblemType too_many_connections{"too-many-connections", 503,
                                                  "Every connection the server can hold is busy."};
inline constexpr ProblemType too_many_streams{"too-many-streams", 429,
                                              "You have as many live streams as one person may."};
inline constexpr ProblemType too_many_streams_in_all{"too-many-streams", 503,
                                                     "The server has as many live streams as it may."};
inline constexpr ProblemType too_busy{"too-busy", 503, "Too much work is waiting. Retry after `Retry-After`."};
inline constexpr ProblemType too_slow{"too-slow", 503, "The query took longer than a query may. Ask for less."};
inline constexpr ProblemType share_used_up{"share-used-up", 409,
                                           "You own as many workspaces, or as much in them, as one person may."};

// Signing in
inline constexpr ProblemType unauthorized{"unauthorized", 401, "There is no valid token."};
inline constexpr ProblemType unauthenticated{"unauthenticated", 401, "The request does not carry the sidecar's token."};
inline constexpr ProblemType wrong_credentials{"wrong-credentials", 401, "The mail address or the password is wrong."};
inline constexpr ProblemType wrong_password{"wrong-password", 403, "The current password is wrong."};
inline constexpr ProblemType no_session{"no-session", 401, "There is no session, or it has ended."};
inline constexpr ProblemType no_account{"no-account", 404, "The token does not belong to an account here."};
inline constexpr ProblemType cross_site{"cross-site", 403, "Another site's page sent the request."};
inline constexpr ProblemType scope_missing{"scope-missing", 403, "The token's scopes do not allow this."};
inline constexpr ProblemType too_many_attempts{"too-many-attempts", 429,
                                               "There were too many attempts. Retry after `Retry-After`."};
inline constexpr ProblemType registration_closed{"registration-closed", 403,
                                                 "Only people who were invited can create an account."};
inline constexpr ProblemType mail_taken{"mail-taken", 409, "The mail address has an account."};
inline constexpr ProblemType link_not_found{"link-not-found", 404,
                                            "The link was used, has expired, or was never issued."};
inline constexpr ProblemType session_not_found{"session-not-found", 404, "You have no session with this id."};
inline constexpr ProblemType token_not_found{"token-not-found", 404, "You have no token with this id."};
inline constexpr ProblemType too_many_tokens{"too-many-tokens", 409, "You have as many API tokens as one person may."};
inline constexpr ProblemType no_mail{"no-mail", 409, "This Tasklog sends no mail."};
inline constexpr ProblemType only_owner{"only-owner", 409,
                                        "You are the only owner of a workspace that others use. Hand it over first."};
inline constexpr ProblemType accounts_unavailable{"accounts-unavailable", 503,
                                                  "The accounts' database cannot be reached."};
inline constexpr ProblemType keys_unavailable{"keys-unavailable", 503,
                                              "The keys that verify tokens cannot be fetched. Retry."};

// Workspaces and people
inline constexpr ProblemType workspace_not_found{"workspace-not-found", 404,
                                                 "There is no such workspace, or you are not a member."};
inline constexpr ProblemType workspace_exists{"workspace-exists", 409, "There is a workspace with this id."};
inline constexpr ProblemType workspace_full{"workspace-full", 409, "The workspace holds as many of these as it may."};
inline constexpr ProblemType personal_workspace{"personal-workspace", 409,
                                                "A personal workspace stays with its person."};
inline constexpr ProblemType not_personal{"not-personal", 409, "Notifications are marked in your personal workspace."};
inline constexpr ProblemType role_forbids{"role-forbids", 403, "Your role in the workspace does not allow this."};
inline constexpr ProblemType member_not_found{"member-not-found", 404, "There is no such member."};
inline constexpr ProblemType already_member{"already-member", 409, "This person is a member already."};
inline constexpr ProblemType owner_needed{"owner-needed", 409, "A workspace needs an owner. Hand it over first."};
inline constexpr ProblemType invitation_not_found{"invitation-not-found", 404,
                                                  "There is no such invitation, or it was used or withdrawn."};
inline constexpr ProblemType invitation_exists{"invitation-exists", 409, "There is an invitation with this id."};
inline constexpr ProblemType invitation_addressed{"invitation-addressed", 409,
                                                  "Somebody else has given this invitation an address."};
inline constexpr ProblemType too_many_invitations{"too-many-invitations", 429,
                                                  "You have sent as many invitations as you may for now."};
inline constexpr ProblemType id_reserved{
    "id-reserved", 409, "A workspace's id must not be a version 5 UUID: those are personal workspaces."};

// Tasks, lists and comments
inline constexpr ProblemType task_not_found{"task-not-found", 404, "There is no such task in this workspace."};
inline constexpr ProblemType task_exists{"task-exists", 409, "There is or was a task with this id."};
inline constexpr ProblemType task_ended{"task-ended", 409, "The task is completed or cancelled."};
inline constexpr ProblemType task_full{"task-full", 409, "The task has as many reminders as it may."};
inline constexpr ProblemType list_not_found{"list-not-found", 404, "There is no such list in this workspace."};
inline constexpr ProblemType list_exists{"list-exists", 409, "There is or was a list with this id."};
inline constexpr ProblemType filter_not_found{"filter-not-found", 404, "There is no such filter in this workspace."};
inline constexpr ProblemType comment_not_found{"comment-not-found", 404, "There is no such comment."};
inline constexpr ProblemType comment_exists{"comment-exists", 409, "There is or was a comment with this id."};
inline constexpr ProblemType not_yours{"not-yours", 403,
                                       "Only its author can change a comment; the workspace's owner may delete it."};
inline constexpr ProblemType version_conflict{"version-conflict", 409,
                                              "Somebody has changed it since; `currentVersion` is its version now."};
inline constexpr ProblemType rank_order{"rank-order", 409, "The neighbours are in another order by now."};
inline constexpr ProblemType rank_exhausted{"rank-exhausted", 409, "There is no room between the neighbours."};
inline constexpr ProblemType open_subtasks{"open-subtasks", 409,
                                           "The task has open subtasks. Complete them first, or together with it."};
inline constexpr ProblemType subtask_cycle{"subtask-cycle", 409,
                                           "A task cannot be a subtask of itself or of one of its subtasks."};
inline constexpr ProblemType list_cycle{"list-cycle", 409, "A list cannot stand in itself or in one of its own lists."};
inline constexpr ProblemType lists_too_deep{"lists-too-deep", 409,
                                            "Lists would be nested too deeply, or in a section."};
inline constexpr ProblemType too_deep{"too-deep", 409, "Subtasks would be nested too deeply."};
inline constexpr ProblemType too_many_subtasks{"too-many-subtasks", 409,
                                               "A task has as many subtasks as it may, counting all depths."};

// Repeating tasks and reminders
inline constexpr ProblemType not_recurring{"not-recurring", 409, "The task does not repeat."};
inline constexpr ProblemType recurrence_needs_due{"recurrence-needs-due", 409, "A task that repeats needs a due date."};
inline constexpr ProblemType recurrence_needs_time{"recurrence-needs-time", 409,
                                                   "The task repeats within a day, so its due date needs a time."};
inline constexpr ProblemType recurrence_too_long{
    "recurrence-too-long", 409, "The rule's next date cannot be found within the steps a request may take."};
inline constexpr ProblemType series_over{"series-over", 409, "This is the last occurrence of the series."};
inline constexpr ProblemType reminder_not_found{"reminder-not-found", 404, "There is no such reminder."};
inline constexpr ProblemType reminder_not_due{"reminder-not-due", 409, "The reminder is not due yet."};
inline constexpr ProblemType reminder_past{"reminder-past", 409, "The reminder's time is more than an hour ago."};
inline constexpr ProblemType worker_only{"worker-only", 403, "Only Tasklog's own workers may send this command."};

// Webhooks and deliveries
inline constexpr ProblemType webhook_not_found{"webhook-not-found", 404, "You have no webhook with this id."};
inline constexpr ProblemType too_many_webhooks{"too-many-webhooks", 409,
                                               "You have as many webhooks as one person may."};
inline constexpr ProblemType delivery_not_found{"delivery-not-found", 404, "You have no dead delivery with this id."};
inline constexpr ProblemType outbox_unavailable{"outbox-unavailable", 503, "The outbox cannot be reached."};

// Imports
inline constexpr ProblemType import_not_found{"import-not-found", 404, "You have no import with this id."};
inline constexpr ProblemType import_running{"import-running", 409, "You have an import under way."};
inline constexpr ProblemType import_not_ready{"import-not-ready", 409,
                                              "The import cannot be started in its present state."};
inline constexpr ProblemType import_not_done{"import-not-done", 409,
                                             "The import cannot be undone in its present state."};
inline constexpr ProblemType imports_elsewhere{"imports-elsewhere", 503,
                                               "Another process handles imports. Send it there."};
inline constexpr ProblemType imports_full{"imports-full", 503, "There is no room for another file."};
inline constexpr ProblemType unknown_format{"unknown-format", 400, "The file is in no format that Tasklog reads."};
inline constexpr ProblemType empty_file{"empty-file", 400, "The body is empty; it should be the file."};
inline constexpr ProblemType upload_broken_off{"upload-broken-off", 408, "The file ended early. Send it again."};

// Tasklog itself
inline constexpr ProblemType read_model_unavailable{"read-model-unavailable", 503,
                                                    "The read model cannot be reached. Commands go on."};
inline constexpr ProblemType projection_behind{
    "projection-behind", 503, "The read model has not reached the position yet. Retry after `Retry-After`."};
inline constexpr ProblemType log_unavailable{"log-unavailable", 503, "The log cannot be read."};
inline constexpr ProblemType no_owner{"no-owner", 503,
                                      "The workspace's partition is changing hands. Retry with the same key."};
inline constexpr ProblemType not_acknowledged{"not-acknowledged", 503,
                                              "The log did not acknowledge the command. Retry with the same key."};
inline constexpr ProblemType workspace_unreadable{"workspace-unreadable", 503,
                                                  "The workspace's history cannot be read. An operator has to act."};
inline constexpr ProblemType another_log{"another-log", 503,
                                         "The log is not the one this Tasklog knows. An operator has to act."};
inline constexpr ProblemType internal{
    "internal", 500, "Something unexpected happened. The detail names the id under which it is logged."};

}  // namespace problems

}  // namespace tasklog
