/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person does with one call, drawn from the seed; each act is announced in the journal before
 * and told after it. See soak-agent.c. */

#include "config.h"

#include "soak-agent.h"

#include <string.h>

#include "wb-call-draft.h"
#include "wb-staff-actions.h"
#include "wb-time.h"

#define LEASE_SECS 60

guint
soak_read_index (const char *id)
{
  return (guint) g_ascii_strtoull (strrchr (id, '-') + 1, NULL, 10);
}

/* A decision over a call: the same for the same seed, agent, life and number of decisions. */
static guint
decide (SoakDesk   *self,
        const char *call_id,
        guint       bound)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->n_acts, call_id));

  g_hash_table_insert (self->n_acts, g_strdup (call_id), GUINT_TO_POINTER (n + 1));

  return soak_choose (self->seed, bound, "%u.%u.%s.%u", self->agent, self->life, call_id, n);
}

void
soak_agent_did (SoakDesk   *self,
                const char *call_id,
                const char *act)
{
  soak_write (self->journal, SOAK_DID, call_id ? soak_read_index (call_id) : 0, 0, act);
}

/* A note that nobody else types, announced before it is stored. */
static char *
type_note (SoakDesk   *self,
           const char *call_id)
{
  char *note = g_strdup_printf ("[%u-%02u-%04u]", self->agent, self->life, ++self->n_notes);

  soak_write (self->journal, SOAK_MEANS, soak_read_index (call_id), 0, note);

  return note;
}

/* Each name in a text that was typed. */
static void
tell_notes (SoakDesk   *self,
            SoakKind    kind,
            const char *call_id,
            const char *text)
{
  for (const char *start = text ? strchr (text, '[') : NULL; start; start = strchr (start + 1, '[')) {
    g_autofree char *name = g_strndup (start, strcspn (start, "]") + 1);

    soak_write (self->journal, kind, soak_read_index (call_id), 0, name);
  }
}

char *
soak_agent_dup_draft (SoakDesk   *self,
                      const char *call_id)
{
  char *draft = NULL;
  g_autoptr (GError) error = NULL;

  draft = wb_call_draft_get (wb_workspace_get_reader (self->workspace), call_id, &error);
  g_assert_no_error (error);

  return draft;
}

static void
put_draft (SoakDesk   *self,
           const char *call_id,
           const char *text)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (self->workspace, &error);

  g_assert_no_error (error);
  wb_call_draft_put (db, call_id, text, wb_clock_now (self->clock), &error);
  g_assert_no_error (error);
  wb_workspace_commit (self->workspace, WB_TABLE_DRAFTS, &error);
  g_assert_no_error (error);
}

/* Goes on typing, as the note under a card is saved. */
static void
type_draft (SoakDesk   *self,
            const char *call_id)
{
  g_autofree char *note = type_note (self, call_id);
  g_autofree char *draft = soak_agent_dup_draft (self, call_id);
  g_autofree char *text = draft ? g_strdup_printf ("%s %s", draft, note) : g_strdup (note);

  put_draft (self, call_id, text);
  soak_write (self->journal, SOAK_KEPT, soak_read_index (call_id), 0, note);
  soak_agent_did (self, call_id, "type");
}

void
soak_agent_forget_before (SoakDesk *self)
{
  g_clear_pointer (&self->before, wb_activity_unref);
  g_clear_pointer (&self->last_note, g_free);
}

static void
remember_before (SoakDesk         *self,
                 const WbActivity *call,
                 const char       *note)
{
  soak_agent_forget_before (self);
  self->before = wb_activity_copy (call);
  self->last_note = g_strdup (note);
}

/* What is typed already, and more now and then; announced. */
static char *
take_text (SoakDesk         *self,
           const WbActivity *call)
{
  g_autofree char *draft = soak_agent_dup_draft (self, call->id);
  g_autofree char *note = NULL;

  if (draft && decide (self, call->id, 2) == 0)
    return g_steal_pointer (&draft);
  if (!draft && decide (self, call->id, 4) == 0)
    return NULL;
  note = type_note (self, call->id);

  return draft ? g_strdup_printf ("%s %s", draft, note) : g_steal_pointer (&note);
}

/* An act that was stored keeps its words; one that was refused leaves them where they were. */
static void
end_act (SoakDesk         *self,
         const WbActivity *call,
         const char       *text,
         const char       *act,
         GError           *error)
{
  if (!error) {
    tell_notes (self, SOAK_KEPT, call->id, text);
    remember_before (self, call, text);
    soak_agent_did (self, call->id, act);
    return;
  }
  /* Somebody was faster; whatever else is a defect. */
  if (!g_error_matches (error, WB_ACTION_ERROR, WB_ACTION_ERROR_CLOSED) &&
      !g_error_matches (error, WB_ACTION_ERROR, WB_ACTION_ERROR_OPEN) &&
      !g_error_matches (error, WB_ACTION_ERROR, WB_ACTION_ERROR_HELD_BY_OTHER))
    g_error ("agent %u cannot %s call %s: %s", self->agent, act, call->id, error->message);
}

void
soak_agent_complete (SoakDesk         *self,
                     const WbActivity *call)
{
  static const WbOutcome outcomes[] = {
    WB_OUTCOME_RESOLVED, WB_OUTCOME_EXCHANGE_AGREED, WB_OUTCOME_COUPON_OFFERED,
    WB_OUTCOME_DECLINED, WB_OUTCOME_UNREACHABLE, WB_OUTCOME_WRONG_NUMBER,
  };
  g_autofree char *text = take_text (self, call);
  g_autoptr (GError) error = NULL;

  wb_action_complete (self->workspace, call->id, outcomes[decide (self, call->id, G_N_ELEMENTS (outcomes))],
                      text, WB_TIME_NONE, &error);
  end_act (self, call, text, "complete", error);
}

static void
snooze (SoakDesk         *self,
        const WbActivity *call)
{
  static const WbOutcome attempts[] = {
    WB_OUTCOME_NONE, WB_OUTCOME_NO_ANSWER, WB_OUTCOME_BUSY, WB_OUTCOME_CALL_LATER, WB_OUTCOME_VOICEMAIL,
  };
  WbOutcome attempt = attempts[decide (self, call->id, G_N_ELEMENTS (attempts))];
  gint64 due_at = wb_clock_now (self->clock) + (1 + decide (self, call->id, 30)) * WB_MINUTE_MS;
  g_autofree char *text = attempt != WB_OUTCOME_NONE ? take_text (self, call) : NULL;
  g_autoptr (GError) error = NULL;

  wb_action_snooze (self->workspace, call->id, due_at, attempt, text, &error);
  end_act (self, call, text, "snooze", error);
}

static void
take (SoakDesk         *self,
      const WbActivity *call)
{
  int lease_secs = decide (self, call->id, 8) == 0 ? 0 : LEASE_SECS * (1 + (int) decide (self, call->id, 3));
  g_autoptr (GError) error = NULL;

  wb_action_take (self->workspace, call->id, lease_secs, &error);
  end_act (self, call, NULL, "take", error);
}

void
soak_agent_begin (SoakDesk         *self,
                  const WbActivity *call)
{
  if (decide (self, call->id, 10) == 0)
    soak_agent_complete (self, call);
  else
    take (self, call);
}

static void
give_back (SoakDesk         *self,
           const WbActivity *call)
{
  g_autoptr (GError) error = NULL;

  wb_action_release (self->workspace, call->id, &error);
  end_act (self, call, NULL, "give-back", error);
}

static void
renewed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  SoakDesk *self = data;

  /* Another's by now, or the network: what is shown follows the feed. */
  wb_sync_renew_lease_finish (WB_SYNC (source), result, NULL);
  self->n_renewing--;
}

static void
renew (SoakDesk         *self,
       const WbActivity *call)
{
  if (self->n_renewing > 0)
    return;
  self->n_renewing++;
  wb_sync_renew_lease_async (self->sync, call->id, LEASE_SECS, self->cancellable, renewed_cb, self);
  soak_agent_did (self, call->id, "renew");
}

static void
given_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  SoakDesk *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (WbCoupon) coupon = wb_sync_give_coupon_finish (WB_SYNC (source), result, &error);

  self->giving = 0;
  /* Else it is not confirmed yet and asked for again, or refused and read in the outbox. */
  if (coupon)
    soak_write (self->journal, SOAK_GAVE, soak_read_index (coupon->ticket), 0, coupon->id);
}

void
soak_agent_ask_for_coupon (SoakDesk *self,
                           gint64    seq)
{
  if (self->giving != 0)
    return;
  self->giving = seq;
  wb_sync_give_coupon_async (self->sync, seq, self->cancellable, given_cb, self);
}

static void
give_coupon (SoakDesk         *self,
             const WbActivity *call)
{
  g_autoptr (WbCouponRequest) request = wb_coupon_request_new ();
  gint64 seq = 0;
  g_autoptr (GError) error = NULL;

  request->currency = g_strdup ("CZK");
  request->kind = g_strdup ("fixed");
  request->amount = g_strdup ("200.00");
  request->min_order_value = g_strdup ("1000.00");
  request->validity_days = 14;
  wb_action_request_coupon (self->workspace, call->ticket, request, &seq, &error);
  if (!error) {
    soak_agent_did (self, call->id, "coupon");
    soak_agent_ask_for_coupon (self, seq);
  } else if (error->domain != WB_ACTION_ERROR) {
    g_error ("agent %u cannot give a coupon: %s", self->agent, error->message);
  }
}

void
soak_agent_add_note (SoakDesk         *self,
                     const WbActivity *call)
{
  g_autofree char *draft = soak_agent_dup_draft (self, call->id);
  g_autofree char *note = type_note (self, call->id);
  /* What stands in the entry goes whole. */
  g_autofree char *text = draft ? g_strdup_printf ("%s %s", draft, note) : g_strdup (note);
  g_autoptr (GError) error = NULL;

  wb_action_note (self->workspace, call->id, text, WB_OUTCOME_NONE, WB_TIME_NONE, &error);
  end_act (self, call, text, "note", error);
  soak_agent_forget_before (self);
}

/* Ctrl+Z: the last act is taken back, and what was typed for it is being typed again, even if the server
 * has it already. */
void
soak_agent_undo (SoakDesk *self)
{
  g_autoptr (GError) error = NULL;

  tell_notes (self, SOAK_UNDID, self->before->id, self->last_note);
  /* Undoing a reopening ends the call again, with the words it had been ended with. */
  tell_notes (self, SOAK_UNDID, self->before->id, self->before->note);
  if (wb_action_undo (self->workspace, self->before, &error))
    soak_agent_did (self, self->before->id, "undo");
  else if (error->domain != WB_ACTION_ERROR)
    g_error ("agent %u cannot undo: %s", self->agent, error->message);
  soak_agent_forget_before (self);
}

void
soak_agent_reopen (SoakDesk         *self,
                   const WbActivity *call)
{
  g_autoptr (GError) error = NULL;

  wb_action_reopen (self->workspace, call->id, wb_clock_now (self->clock) + WB_HOUR_MS, "By mistake.", &error);
  if (!g_error_matches (error, WB_ACTION_ERROR, WB_ACTION_ERROR_INVALID))
    end_act (self, call, NULL, "reopen", error);
}

void
soak_agent_work_on (SoakDesk         *self,
                    const WbActivity *call)
{
  guint what = decide (self, call->id, 100);

  if (g_hash_table_contains (self->forgotten, call->id) && what < 80)
    return;
  if (what < 18)
    type_draft (self, call->id);
  else if (what < 60)
    soak_agent_complete (self, call);
  else if (what < 72)
    snooze (self, call);
  else if (what < 80)
    give_back (self, call);
  else if (what < 86)
    renew (self, call);
  else if (what < 93 && soak_read_index (call->id) % 3 != 2)
    /* Claims have none to give. */
    give_coupon (self, call);
  else
    g_hash_table_add (self->forgotten, g_strdup (call->id));
}
