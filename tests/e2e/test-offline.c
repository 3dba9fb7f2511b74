/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* An hour without the server: calls are completed and offers edited, everything is kept, and goes out
 * in order when the server is back. And two managers at the same settings. */

#include "config.h"

#include "wb-e2e.h"

#include "wb-call-story.h"
#include "wb-offer-store.h"
#include "wb-outbox.h"
#include "wb-staff-actions.h"

#define N_CALLS 8

static void
set_amount (WbOfferSet *set,
            const char *currency,
            const char *amount)
{
  WbCouponAmount *row = wb_offer_set_ensure_amount (set, currency);

  g_free (row->amount);
  row->amount = g_strdup (amount);
  if (!row->kind)
    row->kind = g_strdup (WB_COUPON_KIND_FIXED);
  if (!row->min_order_value)
    row->min_order_value = g_strdup ("0.00");
}

/* Saves a change made by @change to what the desk shows. */
static void
save_offers (E2eSeat    *seat,
             void (*change)(WbOfferSet *set, const char *value),
             const char *value)
{
  g_autoptr (WbOfferSet) base = NULL;
  g_autoptr (WbOfferSet) set = NULL;
  g_autoptr (GError) error = NULL;

  base = wb_offer_store_get (wb_workspace_get_reader (seat->workspace), E2E_TYPE_RETURN, &error);
  g_assert_no_error (error);
  set = wb_offer_set_copy (base);
  change (set, value);
  wb_action_save_offers (seat->workspace, set, base, &error);
  g_assert_no_error (error);
}

static void
change_amount (WbOfferSet *set,
               const char *value)
{
  set_amount (set, "CZK", value);
}

static void
change_days (WbOfferSet *set,
             const char *value)
{
  set->validity_days = atoi (value);
}

static WbOfferSet *
api_offers (E2e *e2e)
{
  g_autoptr (WbHelpdesk) client = e2e_client (e2e, E2E_MARIE);
  WbOfferSet *set = NULL;
  g_autoptr (GError) error = NULL;

  set = wb_helpdesk_get_settings (client, E2E_TYPE_RETURN, NULL, &error);
  g_assert_no_error (error);

  return set;
}

static void
test_offline_an_hour_is_kept_and_sent_in_order (void)
{
  g_autoptr (E2e) e2e = e2e_new (N_CALLS, N_CALLS);
  g_autoptr (E2eSeat) marie = e2e_seat_new (e2e, E2E_MARIE);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (WbOfferSet) set = NULL;
  g_autoptr (GError) error = NULL;
  gint64 last = 0;

  e2e_seat_sync (marie);
  e2e_stop_portal (e2e);

  for (guint i = 0; i < N_CALLS; i++) {
    g_autofree char *id = e2e_call_id (i);
    g_autofree char *note = g_strdup_printf ("Offline %u", i);

    e2e_advance (e2e, WB_HOUR_MS / N_CALLS);
    wb_action_take (marie->workspace, id, 0, &error);
    g_assert_no_error (error);
    wb_action_complete (marie->workspace, id, WB_OUTCOME_RESOLVED, note,
                        wb_clock_now (WB_CLOCK (e2e->clock)), &error);
    g_assert_no_error (error);
    if (i == N_CALLS / 2)
      save_offers (marie, change_amount, "250.00");
    g_assert_false (wb_sync_run (marie->sync, NULL, &error));
    g_assert_true (wb_remote_error_is_passing (error));
    g_clear_error (&error);
  }
  rows = e2e_seat_outbox (marie);
  g_assert_cmpuint (rows->len, ==, 2 * N_CALLS + 1);

  e2e_start_portal (e2e);
  e2e_advance (e2e, 2 * WB_MINUTE_MS);
  e2e_seat_sync (marie);
  left = e2e_seat_outbox (marie);
  g_assert_cmpuint (left->len, ==, 0);

  for (guint i = 0; i < N_CALLS; i++) {
    g_autoptr (WbActivity) call = e2e_api_call (e2e, i);
    g_autofree char *note = g_strdup_printf ("Offline %u", i);

    g_assert_cmpstr (call->outcome, ==, "resolved");
    g_assert_cmpstr (call->note, ==, note);
    /* What was said on the call happened when it happened, not when it arrived. */
    g_assert_cmpint (call->called_at, ==, E2E_NOW + (i + 1) * (WB_HOUR_MS / N_CALLS));
    g_assert_cmpint (call->updated_at, >=, last);
    last = call->updated_at;
  }
  set = api_offers (e2e);
  g_assert_cmpstr (wb_offer_set_find_amount (set, "CZK")->amount, ==, "250.00");
}

static void
test_offline_other_fields_merge (void)
{
  g_autoptr (E2e) e2e = e2e_new (1, 0);
  g_autoptr (E2eSeat) marie = e2e_seat_new (e2e, E2E_MARIE);
  g_autoptr (E2eSeat) petr = e2e_seat_new (e2e, E2E_PETR);
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (WbOfferSet) set = NULL;

  e2e_seat_sync (marie);
  e2e_seat_sync (petr);
  save_offers (marie, change_amount, "300.00");
  save_offers (petr, change_days, "21");
  e2e_seat_sync (marie);
  e2e_seat_sync (petr);

  left = e2e_seat_outbox (petr);
  g_assert_cmpuint (left->len, ==, 0);
  set = api_offers (e2e);
  g_assert_cmpstr (wb_offer_set_find_amount (set, "CZK")->amount, ==, "300.00");
  g_assert_cmpint (set->validity_days, ==, 21);
}

static void
test_offline_same_field_asks (void)
{
  g_autoptr (E2e) e2e = e2e_new (1, 0);
  g_autoptr (E2eSeat) marie = e2e_seat_new (e2e, E2E_MARIE);
  g_autoptr (E2eSeat) petr = e2e_seat_new (e2e, E2E_PETR);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (WbOfferSet) theirs = NULL;
  g_autoptr (WbOfferSet) chosen = NULL;
  g_autoptr (WbOfferSet) set = NULL;
  g_autoptr (GError) error = NULL;
  WbOutboxRow *row = NULL;

  e2e_seat_sync (marie);
  e2e_seat_sync (petr);
  save_offers (marie, change_amount, "300.00");
  save_offers (petr, change_amount, "180.00");
  e2e_seat_sync (marie);
  e2e_seat_sync (petr);

  rows = e2e_seat_outbox (petr);
  g_assert_cmpuint (rows->len, ==, 1);
  row = g_ptr_array_index (rows, 0);
  g_assert_cmpint (row->state, ==, WB_OUTBOX_CONFLICT);
  g_assert_nonnull (row->base);
  g_assert_nonnull (row->current);
  theirs = api_offers (e2e);
  g_assert_cmpstr (wb_offer_set_find_amount (theirs, "CZK")->amount, ==, "300.00");

  chosen = wb_offer_set_copy (theirs);
  set_amount (chosen, "CZK", "180.00");
  wb_action_settle_offers (petr->workspace, row->seq, chosen, &error);
  g_assert_no_error (error);
  e2e_seat_sync (petr);
  left = e2e_seat_outbox (petr);
  g_assert_cmpuint (left->len, ==, 0);
  set = api_offers (e2e);
  g_assert_cmpstr (wb_offer_set_find_amount (set, "CZK")->amount, ==, "180.00");
}

static void
test_offline_agents_money_is_refused_and_kept (void)
{
  g_autoptr (E2e) e2e = e2e_new (1, 0);
  g_autoptr (E2eSeat) eva = e2e_seat_new (e2e, E2E_EVA);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (WbOfferSet) set = NULL;
  WbOutboxRow *row = NULL;

  e2e_seat_sync (eva);
  save_offers (eva, change_amount, "9999.00");
  e2e_seat_sync (eva);

  rows = e2e_seat_outbox (eva);
  g_assert_cmpuint (rows->len, ==, 1);
  row = g_ptr_array_index (rows, 0);
  g_assert_cmpint (row->state, ==, WB_OUTBOX_NEEDS_YOU);
  g_assert_cmpstr (row->error_code, ==, "role_required");
  set = api_offers (e2e);
  g_assert_cmpstr (wb_offer_set_find_amount (set, "CZK")->amount, ==, "200.00");
}

static guint
count_in_history (E2e        *e2e,
                  const char *text)
{
  g_autoptr (WbTicket) ticket = e2e_api_ticket (e2e, 0);
  guint count = 0;

  for (guint i = 0; i < ticket->history->len; i++) {
    const WbHistoryItem *item = g_ptr_array_index (ticket->history, i);

    if (item->text && strstr (item->text, text))
      count++;
  }

  return count;
}

/* Two agents end the same call, one of them offline: it has one outcome, both stories are told to who
 * came late, and what they wrote is in the ticket once, whatever they do about it. */
static void
test_offline_lost_call_is_kept_as_a_note (void)
{
  g_autoptr (E2e) e2e = e2e_new (1, 1);
  g_autoptr (E2eSeat) eva = e2e_seat_new (e2e, E2E_EVA);
  g_autoptr (E2eSeat) tomas = e2e_seat_new (e2e, E2E_TOMAS);
  g_autofree char *id = e2e_call_id (0);
  g_autoptr (WbCallStory) story = NULL;
  g_autoptr (WbActivity) call = NULL;
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (GError) error = NULL;

  e2e_seat_sync (eva);
  e2e_seat_sync (tomas);
  wb_action_complete (tomas->workspace, id, WB_OUTCOME_RESOLVED, "Tomas was first",
                      wb_clock_now (WB_CLOCK (e2e->clock)), &error);
  g_assert_no_error (error);
  e2e_seat_sync (tomas);

  wb_action_take (eva->workspace, id, 0, &error);
  g_assert_no_error (error);
  wb_action_complete (eva->workspace, id, WB_OUTCOME_DECLINED, "Eva was late",
                      wb_clock_now (WB_CLOCK (e2e->clock)), &error);
  g_assert_no_error (error);
  e2e_seat_sync (eva);

  call = e2e_api_call (e2e, 0);
  g_assert_cmpstr (call->outcome, ==, "resolved");
  g_assert_cmpstr (call->closed_by, ==, e2e->user_ids[E2E_TOMAS]);
  g_assert_cmpuint (count_in_history (e2e, "Eva was late"), ==, 1);
  story = wb_call_story_get (wb_workspace_get_reader (eva->workspace), id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (story->my_outcome, ==, "declined");
  g_assert_cmpstr (story->my_note, ==, "Eva was late");
  g_assert_cmpstr (story->their_user, ==, e2e->user_ids[E2E_TOMAS]);
  g_assert_cmpstr (story->their_note, ==, "Tomas was first");

  wb_action_resend (eva->workspace, story->seq, &error);
  g_assert_no_error (error);
  e2e_seat_sync (eva);
  g_assert_cmpuint (count_in_history (e2e, "Eva was late"), ==, 1);
  wb_action_discard (eva->workspace, story->seq, &error);
  g_assert_no_error (error);
  e2e_seat_sync (eva);
  left = e2e_seat_outbox (eva);
  g_assert_cmpuint (left->len, ==, 0);
  g_assert_cmpuint (count_in_history (e2e, "Eva was late"), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/e2e/offline/an-hour-is-kept-and-sent-in-order",
                   test_offline_an_hour_is_kept_and_sent_in_order);
  g_test_add_func ("/e2e/offline/other-fields-merge", test_offline_other_fields_merge);
  g_test_add_func ("/e2e/offline/same-field-asks", test_offline_same_field_asks);
  g_test_add_func ("/e2e/offline/agents-money-is-refused-and-kept",
                   test_offline_agents_money_is_refused_and_kept);

  g_test_add_func ("/e2e/offline/lost-call-is-kept-as-a-note", test_offline_lost_call_is_kept_as_a_note);

  return g_test_run ();
}
