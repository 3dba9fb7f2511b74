/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The rules of the call queue; see wb-api-calls.h. Each handler judges fields first (400), then the
 * call's state (409), then acts; the router has done the rest. */

#include "config.h"

#include "wb-api-calls.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "wb-activity.h"
#include "wb-ledger-account.h"
#include "wb-ledger-activities.h"
#include "wb-ledger-tickets.h"
#include "wb-ledger-users.h"
#include "wb-plain-text.h"
#include "wb-time.h"
#include "wb-wire-activity.h"
#include "wb-wire-write.h"

#define LEASE_MIN_SECS 60
#define LEASE_MAX_SECS 3600
/* How long a call put off stays with who did it, after its time. */
#define SNOOZE_LEASE_MS (15 * WB_MINUTE_MS)
#define SNOOZE_MAX_MS (30 * WB_DAY_MS)
#define REOPEN_MAX_MS (24 * WB_HOUR_MS)
#define NOTE_MAX_CHARS 2000

static void
answer (WbPortalRequest  *request,
        const WbActivity *activity)
{
  wb_portal_request_reply_version (request, 200, wb_wire_activity_encode (activity),
                                   activity->version);
}

/* Stores the call as it is now, and answers with it. */
static void
save (WbPortalRequest *request,
      WbActivity      *activity)
{
  g_autoptr (GError) error = NULL;

  if (wb_ledger_activity_save (request->portal->ledger, activity, FALSE, request->user->id,
                               &error))
    answer (request, activity);
  else
    wb_portal_request_fail (request, error);
}

static gboolean
is_mine (WbPortalRequest  *request,
         const WbActivity *activity)
{
  return g_strcmp0 (activity->assignee, request->user->id) == 0;
}

static void
refuse_closed (WbPortalRequest  *request,
               const WbActivity *activity)
{
  wb_portal_request_refuse_current (request, 409, "activity_closed", "This call is closed.",
                                    wb_wire_activity_encode (activity));
}

/* Says who has the call, so that nobody need ask. */
static void
refuse_held (WbPortalRequest  *request,
             const WbActivity *activity)
{
  g_autoptr (WbUser) holder = NULL;
  g_autofree char *detail = NULL;

  if (activity->assignee)
    wb_ledger_user_get (request->portal->ledger, activity->assignee, &holder, NULL);
  if (holder && holder->full_name)
    detail = g_strdup_printf ("%s has this call.", holder->full_name);
  else
    detail = g_strdup (activity->assignee ? "Somebody else has this call."
                                          : "You do not have this call.");
  wb_portal_request_refuse_current (request, 409, "already_assigned", detail,
                                    wb_wire_activity_encode (activity));
}

/* Open, and free or one's own; a manager may touch anybody's. */
static gboolean
check_may_work (WbPortalRequest  *request,
                const WbActivity *activity)
{
  if (!wb_activity_is_open (activity)) {
    refuse_closed (request, activity);
    return FALSE;
  }
  if (activity->assignee && !is_mine (request, activity) && !request->is_manager) {
    refuse_held (request, activity);
    return FALSE;
  }

  return TRUE;
}

static void
check_note (const char *note,
            const char *path,
            GPtrArray  *problems)
{
  if (note && g_utf8_strlen (note, -1) > NOTE_MAX_CHARS)
    wb_problems_add (problems, "too_long", "Write at most 2000 characters.", "%s", path);
}

static void
check_lease (int        lease_secs,
             gboolean   required,
             GPtrArray *problems)
{
  if (lease_secs == 0 && !required)
    return;
  if (lease_secs < LEASE_MIN_SECS || lease_secs > LEASE_MAX_SECS)
    wb_problems_add (problems, "out_of_range", "Give 60 to 3600 seconds.", "lease_secs");
}

static void
check_due (WbPortalRequest *request,
           gint64           due_at,
           GPtrArray       *problems)
{
  if (due_at > request->now + SNOOZE_MAX_MS)
    wb_problems_add (problems, "out_of_range", "Choose a time within the next 30 days.",
                     "due_at");
}

/* TRUE = there are none. */
static gboolean
has_no_problems (WbPortalRequest *request,
                 GPtrArray       *problems)
{
  if (problems->len > 0)
    wb_portal_request_invalid (request, problems);

  return problems->len == 0;
}

/* The internal note goes first: when the ticket cannot be written, the call stays as it was. */
static gboolean
add_note (WbPortalRequest *request,
          const char      *ticket_id,
          const char      *text)
{
  g_autoptr (GError) error = NULL;

  if (wb_ledger_ticket_note (request->portal->ledger, ticket_id, "note", text, request->user->id,
                             &error))
    return TRUE;
  wb_portal_request_fail (request, error);

  return FALSE;
}

/* The name to write down; whoever has left the account has none. */
static char *
dup_name (WbPortalRequest *request,
          const char      *user_id)
{
  g_autoptr (WbUser) user = NULL;

  wb_ledger_user_get (request->portal->ledger, user_id, &user, NULL);

  return g_strdup (user && user->full_name ? user->full_name : _ ("somebody who left"));
}

/* What a manager does to others' calls is not done in silence; NULL = nothing to say: somebody took
 * a free call or gave back their own. */
static char *
describe_assignment (WbPortalRequest *request,
                     const char      *before,
                     const char      *after)
{
  const char *me = request->user->full_name ? request->user->full_name : _ ("A manager");
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  if (g_strcmp0 (before, after) == 0)
    return NULL;
  if (g_strcmp0 (before, request->user->id) == 0)
    before = NULL;
  if (!before && g_strcmp0 (after, request->user->id) == 0)
    return NULL;

  from = before ? dup_name (request, before) : NULL;
  to = after ? dup_name (request, after) : NULL;
  if (from && !to)
    /* Translators: both are names: a manager and who had the call. */
    return g_strdup_printf (_ ("%s took the call from %s and gave it back"), me, from);
  if (from && g_strcmp0 (after, request->user->id) == 0)
    /* Translators: both are names: a manager and who had the call. */
    return g_strdup_printf (_ ("%s took over the call from %s"), me, from);
  if (from)
    /* Translators: all are names: a manager, who had the call, who has it now. */
    return g_strdup_printf (_ ("%s took the call from %s and gave it to %s"), me, from, to);

  /* Translators: both are names: a manager and who has the call now. */
  return to ? g_strdup_printf (_ ("%s gave the call to %s"), me, to) : NULL;
}

/* Whom `assignee` means. */
static const char *
get_assignee (WbPortalRequest    *request,
              const WbAssignBody *body)
{
  return g_strcmp0 (body->assignee, "me") == 0 ? request->user->id : body->assignee;
}

void
wb_api_calls_authorize_assign (WbPortalRequest *request)
{
  const WbAssignBody *body = request->input;
  const char *assignee = body ? get_assignee (request, body) : NULL;

  if (assignee && !request->is_manager && !g_str_equal (assignee, request->user->id))
    wb_portal_request_refuse (request, 403, "role_required",
                              "Only a manager gives calls to others.");
}

static gboolean
check_assignee (WbPortalRequest *request,
                const char      *assignee,
                GPtrArray       *problems)
{
  g_autoptr (WbUser) user = NULL;
  g_autoptr (GError) error = NULL;

  if (!assignee)
    return TRUE;
  if (!wb_ledger_user_get (request->portal->ledger, assignee, &user, &error)) {
    wb_portal_request_fail (request, error);
    return FALSE;
  }
  if (!user || !user->active)
    wb_problems_add (problems, "user_unknown", "There is no such active user.", "assignee");

  return TRUE;
}

void
wb_api_calls_assign (WbPortalRequest *request)
{
  WbActivity *activity = request->object;
  const WbAssignBody *body = request->input;
  const char *assignee = get_assignee (request, body);
  g_autoptr (GPtrArray) problems = wb_problems_new ();
  g_autofree char *words = NULL;

  check_lease (body->lease_secs, FALSE, problems);
  if (!check_assignee (request, assignee, problems) || !has_no_problems (request, problems) ||
      !check_may_work (request, activity))
    return;

  /* Giving back what is free changes nothing. */
  if (!assignee && !activity->assignee) {
    answer (request, activity);
    return;
  }

  words = describe_assignment (request, activity->assignee, assignee);
  if (words && !add_note (request, activity->ticket, words))
    return;
  g_free (activity->assignee);
  activity->assignee = g_strdup (assignee);
  activity->lease_until = assignee && body->lease_secs > 0
                            ? request->now + body->lease_secs * WB_SECOND_MS
                            : WB_TIME_NONE;
  save (request, activity);
}

static void
check_attempt (const WbRescheduleBody *body,
               GPtrArray              *problems)
{
  if (!body->has_attempt)
    return;
  if (!wb_outcome_is_attempt (wb_outcome_from_text (body->attempt_outcome)))
    wb_problems_add (problems, "outcome_unknown",
                     "Give no_answer, busy, call_later or voicemail.", "attempt.outcome");
  check_note (body->attempt_note, "attempt.note", problems);
}

/* An instant that somebody says has been: none is now, and nothing was in the future. */
static gint64
clamp_past (WbPortalRequest *request,
            gint64           at)
{
  return at == WB_TIME_NONE ? request->now : MIN (at, request->now);
}

void
wb_api_calls_reschedule (WbPortalRequest *request)
{
  WbActivity *activity = request->object;
  const WbRescheduleBody *body = request->input;
  g_autoptr (GPtrArray) problems = wb_problems_new ();

  check_due (request, body->due_at, problems);
  check_attempt (body, problems);
  if (!has_no_problems (request, problems) || !check_may_work (request, activity))
    return;

  if (body->has_attempt) {
    WbAttempt *attempt = wb_attempt_new ();

    attempt->at = clamp_past (request, body->attempt_at);
    attempt->user = g_strdup (request->user->id);
    attempt->outcome = g_strdup (body->attempt_outcome);
    attempt->note = g_strdup (body->attempt_note);
    g_ptr_array_add (activity->attempts, attempt);
  }
  /* What was put off while offline may be due by now. */
  activity->due_at = MAX (body->due_at, request->now);
  if (!activity->assignee)
    activity->assignee = g_strdup (request->user->id);
  activity->lease_until = activity->due_at + SNOOZE_LEASE_MS;
  save (request, activity);
}

static char *
describe_outcome (const char *format,
                  const char *outcome,
                  const char *note)
{
  const char *label = outcome ? wb_outcome_label (wb_outcome_from_text (outcome)) : NULL;
  g_autofree char *head = NULL;

  head = label ? g_strdup_printf ("%s: %s", format, label) : g_strdup (format);

  return note && *note ? g_strdup_printf ("%s\n%s", head, note) : g_steal_pointer (&head);
}

void
wb_api_calls_complete (WbPortalRequest *request)
{
  WbActivity *activity = request->object;
  const WbCompleteBody *body = request->input;
  g_autoptr (GPtrArray) problems = wb_problems_new ();
  g_autofree char *text = NULL;

  if (!wb_outcome_is_final (wb_outcome_from_text (body->outcome)))
    wb_problems_add (problems, "outcome_unknown",
                     "Give resolved, exchange_agreed, coupon_offered, declined, unreachable or"
                     " wrong_number.",
                     "outcome");
  check_note (body->note, "note", problems);
  if (!has_no_problems (request, problems) || !check_may_work (request, activity))
    return;

  g_free (activity->status);
  activity->status = g_strdup ("closed");
  g_free (activity->outcome);
  activity->outcome = g_strdup (body->outcome);
  g_free (activity->note);
  activity->note = g_strdup (body->note);
  activity->called_at = clamp_past (request, body->called_at);
  if (!activity->assignee)
    activity->assignee = g_strdup (request->user->id);
  activity->lease_until = WB_TIME_NONE;
  activity->closed_at = request->now;
  g_free (activity->closed_by);
  activity->closed_by = g_strdup (request->user->id);

  text = describe_outcome (_ ("Call closed"), body->outcome, body->note);
  if (add_note (request, activity->ticket, text))
    save (request, activity);
}

void
wb_api_calls_authorize_reopen (WbPortalRequest *request)
{
  const WbActivity *activity = request->object;
  gboolean own = FALSE;

  if (!activity || wb_activity_is_open (activity) || request->is_manager)
    return;

  own = g_strcmp0 (activity->closed_by, request->user->id) == 0 &&
        request->now - activity->closed_at <= REOPEN_MAX_MS;
  if (!own)
    wb_portal_request_refuse (request, 403, "role_required",
                              "You can reopen your own calls within 24 hours. Ask a manager.");
}

void
wb_api_calls_reopen (WbPortalRequest *request)
{
  WbActivity *activity = request->object;
  const WbReopenBody *body = request->input;
  g_autoptr (GPtrArray) problems = wb_problems_new ();
  g_autoptr (WbTicket) ticket = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  check_due (request, body->due_at, problems);
  check_note (body->reason, "reason", problems);
  if (!has_no_problems (request, problems))
    return;

  if (wb_activity_is_open (activity)) {
    wb_portal_request_refuse_current (request, 409, "activity_open", "This call is open.",
                                      wb_wire_activity_encode (activity));
    return;
  }
  if (!wb_ledger_ticket_get (request->portal->ledger, activity->ticket, &ticket, &error)) {
    wb_portal_request_fail (request, error);
    return;
  }
  if (!ticket || ticket->closed_at != WB_TIME_NONE) {
    wb_portal_request_refuse (request, 409, "ticket_closed", "The call's ticket is closed.");
    return;
  }

  g_free (activity->status);
  activity->status = g_strdup ("open");
  g_clear_pointer (&activity->outcome, g_free);
  g_clear_pointer (&activity->note, g_free);
  g_clear_pointer (&activity->closed_by, g_free);
  activity->called_at = WB_TIME_NONE;
  activity->closed_at = WB_TIME_NONE;
  activity->due_at = MAX (body->due_at, request->now);

  text = describe_outcome (_ ("Call reopened"), NULL, body->reason);
  if (add_note (request, activity->ticket, text))
    save (request, activity);
}

void
wb_api_calls_renew (WbPortalRequest *request)
{
  WbActivity *activity = request->object;
  const WbAssignBody *body = request->input;
  g_autoptr (GPtrArray) problems = wb_problems_new ();
  g_autoptr (GError) error = NULL;

  check_lease (body->lease_secs, TRUE, problems);
  if (!has_no_problems (request, problems))
    return;

  if (!wb_activity_is_open (activity)) {
    refuse_closed (request, activity);
  } else if (!is_mine (request, activity)) {
    refuse_held (request, activity);
  } else {
    /* Others judge by the holder, so nobody need hear of this: no version, no event. A card that is
     * open only makes sure: what is held longer, put off or until given back, stays so. */
    if (activity->lease_until != WB_TIME_NONE)
      activity->lease_until = MAX (activity->lease_until,
                                   request->now + body->lease_secs * WB_SECOND_MS);
    if (wb_ledger_activity_put (request->portal->ledger, activity, &error))
      answer (request, activity);
    else
      wb_portal_request_fail (request, error);
  }
}

/* As staff read it: "2025-10-05 11:12" by the account's clock; NULL with @error set. */
static char *
format_local (WbPortalRequest  *request,
              gint64            at,
              GError          **error)
{
  g_autoptr (WbAccount) account = NULL;
  g_autoptr (GTimeZone) zone = NULL;
  char *text = NULL;

  if (!wb_ledger_account_get (request->portal->ledger, &account, error))
    return NULL;
  zone = account ? wb_ledger_account_zone (account) : g_time_zone_new_utc ();
  text = wb_time_format (wb_time_to_local (at, zone));
  text[strlen ("YYYY-MM-DDTHH:MM")] = '\0';

  return g_strdelimit (text, "T", ' ');
}

void
wb_api_calls_note (WbPortalRequest *request)
{
  const WbActivity *activity = request->object;
  const WbCompleteBody *body = request->input;
  g_autoptr (GPtrArray) problems = wb_problems_new ();
  g_autofree char *when = NULL;
  g_autofree char *head = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  if (wb_text_is_blank (body->note))
    wb_problems_add (problems, "text_required", "Write a note.", "note");
  check_note (body->note, "note", problems);
  if (body->outcome && wb_outcome_from_text (body->outcome) == WB_OUTCOME_NONE)
    wb_problems_add (problems, "outcome_unknown", "There is no such outcome.", "outcome");
  if (!has_no_problems (request, problems))
    return;

  when = format_local (request, clamp_past (request, body->called_at), &error);
  if (!when) {
    wb_portal_request_fail (request, error);
    return;
  }
  /* Translators: a day and a time, such as 2025-10-05 11:12. */
  head = g_strdup_printf (_ ("Call at %s"), when);
  text = describe_outcome (head, body->outcome, body->note);
  if (add_note (request, activity->ticket, text))
    answer (request, activity);
}
