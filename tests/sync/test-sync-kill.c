/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The program is ended, as it were, after a commit or a request; a new one then runs to the end. The
 * workspace and the server must be as if nothing had happened: nothing lost, nothing done twice.
 *
 * Of each two such points that follow one another the seed chooses one, the first and the last are
 * always among them: another seed ends it at others. With -m thorough it is ended at all. */

#include "config.h"

#include "wb-account-store.h"
#include "wb-banner-store.h"
#include "wb-offer-store.h"
#include "wb-staff-actions.h"
#include "wb-sync-desk.h"
#include "wb-sync-object.h"
#include "wb-test-pictures.h"

/* More than any of the scenarios has. */
#define MOST_POINTS 200

typedef struct
{
  guint n_passed;
  guint end_at;     /* the point at which the program ends; G_MAXUINT = none */
} Killer;

static gboolean
probe_cb (const char *point,
          gpointer    data)
{
  Killer *killer = data;

  return killer->n_passed++ != killer->end_at;
}

typedef struct
{
  const char *name;
  int level;
  void (*prepare)(WbSyncDesk *desk);     /* before the engine that is ended */
  guint n_effects;                       /* on the server, in the end */
} Scenario;

static void
prepare_first_read (WbSyncDesk *desk)
{
  for (guint i = 0; i < 130; i++) {
    g_autofree char *id = g_strdup_printf ("t%03u", i);

    wb_fake_helpdesk_add_ticket (desk->fake, id, desk->fake->now - WB_DAY_MS + i * WB_SECOND_MS);
  }
  wb_fake_helpdesk_add_ticket (desk->fake, "old", desk->fake->now - 400 * WB_DAY_MS);
  wb_fake_helpdesk_add_call (desk->fake, "c1", "t001");
  wb_fake_helpdesk_add_call (desk->fake, "c2", "old");
  wb_fake_helpdesk_add_coupon (desk->fake, "k1", "t001");
}

static void
prepare_events (WbSyncDesk *desk)
{
  prepare_first_read (desk);
  wb_sync_desk_pull (desk);
  for (guint i = 0; i < 130; i++)
    wb_fake_helpdesk_touch (desk->fake, "ticket", g_ptr_array_index (desk->fake->tickets, i), "updated");
  wb_fake_helpdesk_delete (desk->fake, "ticket", desk->fake->tickets, "t002");
  wb_fake_helpdesk_add_ticket (desk->fake, "older", desk->fake->now - 500 * WB_DAY_MS);
  wb_fake_helpdesk_touch (desk->fake, "activity", wb_fake_helpdesk_add_call (desk->fake, "c3", "older"),
                          "created");
}

static void
prepare_expired (WbSyncDesk *desk)
{
  prepare_events (desk);
  desk->fake->first_event = 50;
}

static void
prepare_outbox (WbSyncDesk *desk)
{
  g_autoptr (WbOfferSet) base = NULL;
  g_autoptr (WbOfferSet) mine = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *set = g_ptr_array_index (desk->fake->settings, 0);

  prepare_first_read (desk);
  wb_sync_desk_pull (desk);
  g_assert_true (wb_action_take (desk->workspace, "c1", 0, &error));
  g_assert_true (wb_action_complete (desk->workspace, "c1", WB_OUTCOME_RESOLVED, "Ano", desk->fake->now,
                                     &error));
  g_assert_true (wb_action_set_phone (desk->workspace, "t003", "+420602000002", &error));
  g_assert_true (wb_action_take (desk->workspace, "c2", 0, &error));
  base = wb_offer_store_get (wb_sync_desk_db (desk), "b1000001", NULL);
  mine = wb_offer_set_copy (base);
  mine->validity_days = 14;
  g_assert_true (wb_action_save_offers (desk->workspace, mine, base, &error));
  g_assert_no_error (error);
  /* Two of them meet a newer object. */
  wb_fake_helpdesk_touch (desk->fake, "activity",
                          wb_fake_helpdesk_find (desk->fake, desk->fake->activities, "c2"), "updated");
  wb_fake_helpdesk_touch (desk->fake, "remarketing_settings", set, "updated");
}

/* What a manager changed, one of it overtaken, and pictures that are still to come. */
static void
prepare_offers (WbSyncDesk *desk)
{
  g_autoptr (GBytes) black = g_bytes_new_static (wb_test_png_black, sizeof wb_test_png_black);
  g_autoptr (GBytes) white = g_bytes_new_static (wb_test_png_white, sizeof wb_test_png_white);
  g_autoptr (WbBanner) base = NULL;
  g_autoptr (WbBanner) renamed = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *banner = NULL;

  desk->fake->has_banners = TRUE;
  banner = wb_fake_helpdesk_add_banner (desk->fake, "b1", wb_fake_helpdesk_add_file (desk->fake, black));
  wb_sync_desk_pull (desk);
  base = wb_banner_store_get (wb_sync_desk_db (desk), "b1", &error);
  renamed = wb_banner_copy (base);
  g_free (renamed->name);
  renamed->name = g_strdup ("Zima");
  g_assert_true (wb_action_change_banner (desk->workspace, renamed, base, &error));
  g_assert_true (wb_action_activate_remarketing (desk->workspace, FALSE, &error));
  g_assert_no_error (error);
  wb_fake_helpdesk_touch (desk->fake, "banner", banner, "updated");
  wb_fake_helpdesk_touch (desk->fake, "banner",
                          wb_fake_helpdesk_add_banner (desk->fake, "b2",
                                                       wb_fake_helpdesk_add_file (desk->fake, white)),
                          "created");
}

/* A call that somebody else closed while it was worked on here, offline, by two acts that say
 * something, and one that somebody took. */
static void
prepare_lost (WbSyncDesk *desk)
{
  g_autoptr (GError) error = NULL;
  JsonObject *closed = NULL;
  JsonObject *taken = NULL;

  wb_fake_helpdesk_add_ticket (desk->fake, "t001", desk->fake->now);
  wb_fake_helpdesk_add_call (desk->fake, "c1", "t001");
  wb_fake_helpdesk_add_call (desk->fake, "c2", "t001");
  wb_sync_desk_pull (desk);
  g_assert_true (wb_action_take (desk->workspace, "c1", 0, &error));
  g_assert_true (wb_action_snooze (desk->workspace, "c1", desk->fake->now + WB_HOUR_MS,
                                   WB_OUTCOME_NO_ANSWER, "Nebere", &error));
  g_assert_true (wb_action_complete (desk->workspace, "c1", WB_OUTCOME_RESOLVED, "Ano", desk->fake->now,
                                     &error));
  g_assert_true (wb_action_take (desk->workspace, "c2", 0, &error));
  g_assert_no_error (error);
  closed = wb_fake_helpdesk_find (desk->fake, desk->fake->activities, "c1");
  json_object_set_string_member (closed, "status", "closed");
  json_object_set_string_member (closed, "outcome", "declined");
  json_object_set_string_member (closed, "closed_by", "d1000002");
  wb_fake_helpdesk_touch (desk->fake, "activity", closed, "updated");
  taken = wb_fake_helpdesk_find (desk->fake, desk->fake->activities, "c2");
  json_object_set_string_member (taken, "assignee", "d1000002");
  wb_fake_helpdesk_touch (desk->fake, "activity", taken, "updated");
}

static const Scenario scenarios[] = {
  { "first read", 1, prepare_first_read, 0 },
  { "events", 1, prepare_events, 0 },
  { "expired cursor", 1, prepare_expired, 0 },
  { "polling", 0, prepare_first_read, 0 },
  { "offers", 1, prepare_offers, 2 },
  { "lost calls", 1, prepare_lost, 2 },
  { "outbox", 1, prepare_outbox, 5 },
};

/* Pull and push, as the program does after its start. */
static void
run_engine (WbSyncDesk *desk)
{
  if (wb_sync_recover_outbox (desk->sync, NULL) &&
      wb_sync_pull (desk->sync, desk->helpdesk, NULL, NULL))
    wb_sync_push (desk->sync, desk->helpdesk, NULL, NULL);
}

/* Objects are stamped alike whether they are changed before or after it, for they are compared. */
static void
pass_time (WbSyncDesk *desk,
           gint64      ms)
{
  desk->fake->ahead_ms += ms;
  wb_movable_clock_advance (desk->clock, ms);
}

/* The end state when the program ends at point @end_at and is started again; NULL = it has no such
 * point. @n_points_out: (nullable): how many there were until then. */
static char *
play (const Scenario *scenario,
      guint           end_at,
      guint          *n_points_out)
{
  g_autoptr (WbSyncDesk) desk = wb_sync_desk_new (scenario->level);
  Killer killer = { 0, end_at };

  scenario->prepare (desk);
  wb_sync_desk_restart (desk);
  wb_sync_set_probe (desk->sync, probe_cb, &killer);
  run_engine (desk);
  if (n_points_out)
    *n_points_out = killer.n_passed;
  if (end_at != G_MAXUINT && killer.n_passed <= end_at)
    return NULL;

  wb_sync_desk_restart (desk);
  pass_time (desk, WB_MINUTE_MS);
  run_engine (desk);
  wb_sync_desk_pull (desk);
  g_assert_cmpuint (desk->fake->n_effects, ==, scenario->n_effects);

  return wb_sync_desk_dump (desk);
}

static void
test_kill_at_points (gconstpointer data)
{
  const Scenario *scenario = data;
  guint n_points = 0;
  g_autofree char *want = play (scenario, G_MAXUINT, &n_points);
  g_autofree char *beyond = play (scenario, n_points, NULL);
  guint step = g_test_thorough () ? 1 : 2;

  g_assert_nonnull (want);
  g_assert_null (beyond);
  g_assert_cmpuint (n_points, >=, 5);
  g_assert_cmpuint (n_points, <, MOST_POINTS);
  for (guint first = 0; first < n_points; first += step) {
    guint end_at = first + (guint) g_test_rand_int_range (0, (gint32) step);
    g_autofree char *got = NULL;

    if (first == 0)
      end_at = 0;
    else if (first + step >= n_points)
      end_at = n_points - 1;
    got = play (scenario, end_at, NULL);

    g_assert_nonnull (got);
    if (g_strcmp0 (want, got) != 0)
      g_error ("%s, ended at point %u:\n%s\ninstead of\n%s", scenario->name, end_at, got, want);
  }
  g_test_message ("%u points", n_points);
}

/* The same with the server's side: each write's request or answer is lost in turn. */
static void
test_kill_requests (void)
{
  const WbStubFault faults[] = { WB_STUB_DROP_UNREAD, WB_STUB_DROP_READ, WB_STUB_CUT_BODY };
  const Scenario *scenario = &scenarios[G_N_ELEMENTS (scenarios) - 1];
  g_autofree char *want = play (scenario, G_MAXUINT, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++) {
    g_autoptr (WbSyncDesk) desk = wb_sync_desk_new (1);
    g_autofree char *got = NULL;
    const char *writes[] = {
      "/api/v2/activities/c1/assign", "/api/v2/activities/c1/complete", "/api/v2/tickets/t003",
      "/api/v2/activities/c2/assign", "/api/v2/remarketing/settings/b1000001"
    };

    scenario->prepare (desk);
    for (guint n = 0; n < G_N_ELEMENTS (writes); n++)
      wb_stub_server_queue_fault (desk->fake->stub, NULL, writes[n], faults[i]);
    for (guint n = 0; n < 12; n++) {
      run_engine (desk);
      pass_time (desk, 2 * WB_MINUTE_MS);
    }
    wb_sync_desk_pull (desk);
    g_assert_cmpuint (desk->fake->n_effects, ==, scenario->n_effects);
    got = wb_sync_desk_dump (desk);
    g_assert_cmpstr (got, ==, want);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (scenarios); i++) {
    g_autofree char *path = g_strdup_printf ("/wb/sync/kill/%s", scenarios[i].name);

    g_strdelimit (path, " ", '-');
    g_test_add_data_func (path, &scenarios[i], test_kill_at_points);
  }
  g_test_add_func ("/wb/sync/kill/requests", test_kill_requests);

  return g_test_run ();
}
