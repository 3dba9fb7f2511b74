/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A desk at level 0 as a process of its own, for a test that kills it. Its clock jumps over each wait, so
 * that "look again after 60 s" takes no time.
 *
 *   shop-child WORKSPACE SECRETS NOW_MS issue TICKET    gives 200 CZK and waits for it
 *   shop-child WORKSPACE SECRETS NOW_MS settle          goes on until nothing is left to be made
 *
 * Ends with 0, or with 3 when something was left. It ends with the test that started it. */

#include "config.h"

#include "wb-issue-store.h"
#include "wb-offer-set.h"
#include "wb-sync-shops-private.h"
#include "wb-time.h"

#include <signal.h>
#include <sys/prctl.h>

#define WAIT_SECS 3600
#define MOST_ROUNDS 40

static int
issue (WbSync     *sync,
       const char *ticket)
{
  g_autoptr (WbCouponOrder) order = wb_coupon_order_new ();
  g_autoptr (WbCoupon) coupon = NULL;
  g_autoptr (GError) error = NULL;

  order->ticket = g_strdup (ticket);
  order->kind = g_strdup (WB_COUPON_KIND_FIXED);
  order->amount = g_strdup ("200");
  order->currency = g_strdup ("CZK");
  order->validity_days = 14;
  coupon = wb_sync_issue_coupon (sync, order, WAIT_SECS, NULL, &error);
  if (error)
    g_printerr ("%s\n", error->message);

  return coupon && !g_str_equal (coupon->state, WB_COUPON_PENDING) ? 0 : 3;
}

static guint
count_issues (WbWorkspace *workspace)
{
  g_autoptr (WbDb) reader = wb_workspace_open_reader (workspace, NULL);
  g_autoptr (GPtrArray) rows = reader ? wb_issue_store_list (reader, NULL, NULL) : NULL;

  return rows ? rows->len : G_MAXUINT;
}

static int
settle (WbSync         *sync,
        WbWorkspace    *workspace,
        WbMovableClock *clock)
{
  for (guint round = 0; count_issues (workspace) > 0; round++) {
    g_autoptr (GError) error = NULL;

    if (round == MOST_ROUNDS)
      return 3;
    if (round > 0)
      wb_movable_clock_advance (clock, 61 * WB_SECOND_MS);
    wb_sync_shops_round (sync, NULL, &error);
    if (error)
      g_printerr ("%s\n", error->message);
  }

  return 0;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (WbMovableClock) clock = NULL;
  g_autoptr (WbRandom) random = wb_system_random_new ();
  g_autoptr (WbWorkspace) workspace = NULL;
  g_autoptr (WbSync) sync = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *spec = NULL;
  WbSecrets *secrets = NULL;
  int status = 2;

  if (argc < 5)
    return 2;
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  g_setenv ("SOUP_FORCE_HTTP1", "1", TRUE);
  clock = wb_movable_clock_new (g_ascii_strtoll (argv[3], NULL, 10), TRUE);
  wb_movable_clock_set_auto_advance (clock, TRUE);
  workspace = wb_workspace_open (argv[1], WB_CLOCK (clock), random, &error);
  spec = g_strconcat ("file:", argv[2], NULL);
  secrets = workspace ? wb_secrets_new (spec, &error) : NULL;
  if (!secrets) {
    g_printerr ("%s\n", error->message);
    return 2;
  }
  sync = wb_sync_new_for_workspace (workspace, secrets, NULL);
  status = g_str_equal (argv[4], "issue") ? issue (sync, argv[5]) : settle (sync, workspace, clock);
  g_clear_object (&sync);
  wb_workspace_close (workspace);

  return status;
}
