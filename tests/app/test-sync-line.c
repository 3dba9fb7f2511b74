/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the line below the sidebar says. */

#include "config.h"

#include "app-fixture.h"

#include "wb-sync-line.h"
#include "wb-time.h"

static void
test_sync_line_words (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Prague");
  static const struct
  {
    WbSyncPhase phase;
    gint64 synced_at;
    gint64 done, total, waiting, needs_you;
    const char *words;
    const char *icon;
    gint64 unreadable;
  } cases[] = {
    { WB_SYNC_LIVE, APP_NOW, 0, 0, 0, 0, "Synced 10:42", "emblem-ok-symbolic" },
    { WB_SYNC_LIVE, APP_NOW - WB_DAY_MS, 0, 0, 0, 0, "Synced yesterday 10:42",
      "emblem-ok-symbolic" },
    { WB_SYNC_IDLE, WB_TIME_NONE, 0, 0, 0, 0, "Not synced yet", "emblem-ok-symbolic" },
    { WB_SYNC_LIVE, APP_NOW, 0, 0, 1, 0, "1 change waiting", "emblem-ok-symbolic" },
    { WB_SYNC_LIVE, APP_NOW, 0, 0, 0, 0, "Synced 10:42 · 2 not readable",
      "dialog-warning-symbolic", 2 },
    { WB_SYNC_LIVE, APP_NOW, 0, 0, 0, 1, "1 needs you", "dialog-warning-symbolic", 2 },
    { WB_SYNC_OFFLINE, APP_NOW, 0, 0, 0, 0, "Offline", "network-offline-symbolic" },
    { WB_SYNC_OFFLINE, APP_NOW, 0, 0, 3, 0, "Offline · 3 changes waiting",
      "network-offline-symbolic" },
    /* What needs a person comes before all that passes by itself. */
    { WB_SYNC_OFFLINE, APP_NOW, 0, 0, 3, 2, "2 need you", "dialog-warning-symbolic" },
    { WB_SYNC_LIVE, APP_NOW, 0, 0, 0, 1, "1 needs you", "dialog-warning-symbolic" },
    { WB_SYNC_NEEDS_TOKEN, APP_NOW, 0, 0, 3, 2, "Token refused", "dialog-warning-symbolic" },
    { WB_SYNC_FIRST_LOAD, WB_TIME_NONE, 50, 200, 0, 0, "Loading tickets: 25%", NULL },
    { WB_SYNC_FIRST_LOAD, WB_TIME_NONE, 50, 0, 0, 0, "Loading tickets…", NULL },
    { WB_SYNC_CONNECTING, WB_TIME_NONE, 0, 0, 0, 0, "Connecting…", NULL },
    { WB_SYNC_ELSEWHERE, APP_NOW, 0, 0, 0, 0, "Synced by another program",
      "emblem-synchronizing-symbolic" },
    { WB_SYNC_FAILED, APP_NOW, 0, 0, 0, 0, "Cannot store anything", "dialog-warning-symbolic" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbSyncState) state = wb_sync_state_new ();
    g_autofree char *words = NULL;
    const char *icon = NULL;

    state->phase = cases[i].phase;
    state->last_synced_at = cases[i].synced_at;
    state->done = cases[i].done;
    state->total = cases[i].total;
    state->n_waiting = cases[i].waiting;
    state->n_needs_you = cases[i].needs_you;
    state->n_unreadable = cases[i].unreadable;
    words = wb_sync_line_describe (state, APP_NOW, zone, &icon);

    g_test_message ("%s", cases[i].words);
    g_assert_cmpstr (words, ==, cases[i].words);
    g_assert_cmpstr (icon, ==, cases[i].icon);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/winback/app/sync-line/says-how-things-stand", test_sync_line_words);

  return g_test_run ();
}
