/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A desk at level 0 is killed after each single write to its files and each thing it sends while it makes
 * a coupon, without trouble and with each fault of the shop. Started again it goes on: there is exactly
 * one coupon in the shop and the workspace says so, or none and the workspace says why; or the wish was
 * never stored, and the shop has never heard of it. */

#include "config.h"

#include "wb-shop-desk.h"

#include <signal.h>
#include <string.h>

#define MOST_PLACES 400
/* Of each fault, by seed. */
#define PLACES_A_FAULT 10

typedef struct
{
  WbShopDesk *shop;
  char *workspace;
  gint64 now;
  guint n_tickets;
  guint n_kept;
  guint n_lost;
} Matrix;

/* Runs the desk; gives whether it was killed, and its status if not. */
static gboolean
run_desk (Matrix     *matrix,
          guint       kill_at,
          const char *word,
          const char *ticket,
          int        *status_out)
{
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autofree char *now = g_strdup_printf ("%" G_GINT64_FORMAT, matrix->now);
  g_autofree char *place = g_strdup_printf ("%u", kill_at);
  const char *argv[] = {
    g_getenv ("WB_SHOP_CHILD"), matrix->workspace, matrix->shop->secrets, now, word, ticket, NULL,
  };
  g_autoptr (GSubprocess) child = NULL;
  g_autofree char *err = NULL;
  g_autoptr (GError) error = NULL;

  /* The shop's signatures are good for some minutes only, so its clock goes along. */
  wb_movable_clock_set_wall (matrix->shop->desk->clock, matrix->now);
  matrix->now += 10 * WB_MINUTE_MS;
  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_PIPE);
  if (kill_at > 0) {
    g_subprocess_launcher_setenv (launcher, "LD_PRELOAD", g_getenv ("WB_KILL_LIBRARY"), TRUE);
    g_subprocess_launcher_setenv (launcher, "WB_KILL_AT", place, TRUE);
  }
  child = g_subprocess_launcher_spawnv (launcher, argv, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (child, NULL, NULL, NULL, &err, &error);
  g_assert_no_error (error);
  if (g_subprocess_get_if_signaled (child)) {
    g_assert_cmpint (g_subprocess_get_term_sig (child), ==, SIGKILL);
    return TRUE;
  }
  *status_out = g_subprocess_get_exit_status (child);
  if (*status_out != 0)
    g_test_message ("%s: %s", word, err);
  g_assert_null (strstr (err, "planted"));

  return FALSE;
}

static void
judge (Matrix     *matrix,
       const char *ticket,
       gboolean    was_killed,
       gboolean    may_fail)
{
  g_autoptr (WbCoupon) coupon = wb_shop_desk_coupon_of (matrix->shop, ticket);
  guint n_there = wb_pretend_woo_count_coupons (matrix->shop->woo);

  if (!coupon) {
    g_assert_true (was_killed);
    g_assert_cmpuint (n_there, ==, 0);
    matrix->n_lost++;
  } else if (g_str_equal (coupon->state, WB_COUPON_FAILED)) {
    g_assert_true (may_fail);
    g_assert_nonnull (coupon->error_message);
    g_assert_cmpuint (n_there, ==, 0);
    matrix->n_kept++;
  } else {
    g_autofree char *story = wb_shop_desk_story (matrix->shop, coupon->id);

    g_assert_cmpstr (coupon->state, ==, WB_COUPON_ACTIVE);
    g_assert_cmpuint (wb_pretend_woo_count_code (matrix->shop->woo, coupon->code), ==, 1);
    g_assert_cmpuint (n_there, ==, 1);
    g_assert_true (g_str_has_prefix (story, "asked sent"));
    g_assert_true (g_str_has_suffix (story, "made"));
    matrix->n_kept++;
  }
}

/* One coupon, killed at @place; whether there was such a place. */
static gboolean
run_cell (Matrix         *matrix,
          WbPretendFault  fault,
          guint           place)
{
  g_autofree char *ticket = g_strdup_printf ("t%u", matrix->n_tickets++);
  gboolean may_fail = fault == WB_PRETEND_FAULT_OTHER_AMOUNT || fault == WB_PRETEND_FAULT_OTHER_EXPIRY;
  gboolean was_killed = FALSE;
  int status = -1;

  wb_shop_desk_add_ticket (matrix->shop, ticket);
  if (fault != WB_PRETEND_FAULT_NONE)
    wb_pretend_woo_add_fault (matrix->shop->woo, fault, WB_PRETEND_REQUEST_CREATE, 1);
  was_killed = run_desk (matrix, place, "issue", ticket, &status);
  if (!was_killed)
    g_assert_cmpint (status, ==, 0);
  wb_pretend_woo_release (matrix->shop->woo);
  g_assert_false (run_desk (matrix, 0, "settle", NULL, &status));
  g_assert_cmpint (status, ==, 0);
  wb_pretend_woo_clear_faults (matrix->shop->woo);
  judge (matrix, ticket, was_killed, may_fail);
  wb_pretend_woo_clear (matrix->shop->woo);

  return was_killed;
}

static void
begin (Matrix *matrix)
{
  *matrix = (Matrix) { .shop = wb_shop_desk_new (FALSE) };
  wb_shop_desk_connect (matrix->shop);
  matrix->workspace = g_build_filename (matrix->shop->desk->root, "workspace", NULL);
  matrix->now = matrix->shop->desk->fake->now;
}

static void
end (Matrix *matrix)
{
  wb_shop_desk_free (matrix->shop);
  g_free (matrix->workspace);
}

static void
test_kill_shops_each_place (void)
{
  Matrix matrix;
  guint place = 1;

  begin (&matrix);
  while (run_cell (&matrix, WB_PRETEND_FAULT_NONE, place)) {
    place++;
    g_assert_cmpuint (place, <, MOST_PLACES);
  }
  g_test_message ("%u places: %u kept, %u before it was stored", place, matrix.n_kept, matrix.n_lost);
  g_assert_cmpuint (place, >, 20);
  g_assert_cmpuint (matrix.n_kept, >, matrix.n_lost);
  end (&matrix);
}

static void
test_kill_shops_each_fault (void)
{
  static const WbPretendFault faults[] = {
    WB_PRETEND_FAULT_429, WB_PRETEND_FAULT_500_BEFORE, WB_PRETEND_FAULT_500_AFTER,
    WB_PRETEND_FAULT_SILENT_BEFORE, WB_PRETEND_FAULT_SILENT_AFTER, WB_PRETEND_FAULT_CUT, WB_PRETEND_FAULT_DROP,
    WB_PRETEND_FAULT_DUPLICATE, WB_PRETEND_FAULT_HTML, WB_PRETEND_FAULT_OTHER_AMOUNT,
    WB_PRETEND_FAULT_OTHER_EXPIRY,
  };
  Matrix matrix;

  begin (&matrix);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++) {
    g_autoptr (WbRandom) random = wb_seeded_random_new (0x4b000000 + i);

    g_test_message ("%s", wb_pretend_fault_to_text (faults[i]));
    for (guint j = 0; j < PLACES_A_FAULT; j++)
      run_cell (&matrix, faults[i], 45 + wb_random_below (random, 70));
  }
  g_test_message ("%u kept, %u before it was stored", matrix.n_kept, matrix.n_lost);
  g_assert_cmpuint (matrix.n_kept, >, matrix.n_lost);
  end (&matrix);
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("SOUP_FORCE_HTTP1", "1", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_assert_nonnull (g_getenv ("WB_SHOP_CHILD"));
  g_assert_nonnull (g_getenv ("WB_KILL_LIBRARY"));
  g_test_add_func ("/e2e/kill-shops/each-place", test_kill_shops_each_place);
  g_test_add_func ("/e2e/kill-shops/each-fault", test_kill_shops_each_fault);

  return g_test_run ();
}
