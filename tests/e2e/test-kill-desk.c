/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* winbackctl is killed after each single write to its files and each thing it sends. Whatever was
 * killed when: after the next sync the action is done exactly once, or it was never stored and is done
 * when it is said again. */

#include "config.h"

#include "wb-banner.h"
#include "wb-e2e.h"

#define MOST_PLACES 400

static const char *ctl_path;
static const char *kill_library;

/* Runs winbackctl on a workspace; gives whether it was killed, and its status if not. */
static gboolean
run_ctl (const char        *workspace,
         guint              kill_at,
         const char *const *words,
         int               *status_out)
{
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autofree char *place = g_strdup_printf ("%u", kill_at);
  g_autofree char *secrets = g_strdup_printf ("file:%s.secrets/tokens", workspace);
  g_autoptr (GSubprocess) child = NULL;
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  g_autoptr (GError) error = NULL;

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_subprocess_launcher_setenv (launcher, "WINBACK_SECRETS", secrets, TRUE);
  if (kill_at > 0) {
    g_subprocess_launcher_setenv (launcher, "LD_PRELOAD", kill_library, TRUE);
    g_subprocess_launcher_setenv (launcher, "WB_KILL_AT", place, TRUE);
  }
  g_ptr_array_add (argv, (char *) ctl_path);
  g_ptr_array_add (argv, (char *) "--workspace");
  g_ptr_array_add (argv, (char *) workspace);
  for (guint i = 0; words[i]; i++)
    g_ptr_array_add (argv, (char *) words[i]);
  g_ptr_array_add (argv, NULL);
  child = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (child, NULL, NULL, &out, &err, &error);
  g_assert_no_error (error);
  if (g_subprocess_get_if_signaled (child))
    return TRUE;
  *status_out = g_subprocess_get_exit_status (child);
  if (*status_out != 0)
    g_test_message ("%s: %s", words[0], err);

  return FALSE;
}

static void
connect_desk (E2e        *e2e,
              const char *workspace,
              E2eUser     user)
{
  g_autofree char *token_file = g_build_filename (e2e->dir, "desk.token", NULL);
  const char *words[] = { "connect", "helpdesk", e2e->url, "--token-file", token_file, NULL };
  const char *sync[] = { "sync", NULL };
  int status = 0;
  g_autoptr (GError) error = NULL;

  g_file_set_contents (token_file, e2e->tokens[user], -1, &error);
  g_assert_no_error (error);
  g_assert_false (run_ctl (workspace, 0, words, &status));
  g_assert_cmpint (status, ==, 0);
  g_assert_false (run_ctl (workspace, 0, sync, &status));
  g_assert_cmpint (status, ==, 0);
}

static guint
count_notes (E2e        *e2e,
             guint       index,
             const char *note)
{
  g_autoptr (WbTicket) ticket = e2e_api_ticket (e2e, index);
  guint n = 0;

  for (guint i = 0; i < ticket->history->len; i++) {
    WbHistoryItem *item = g_ptr_array_index (ticket->history, i);

    n += item->text && strstr (item->text, note);
  }

  return n;
}

static void
test_kill_desk_action_is_done_once (void)
{
  g_autoptr (E2e) e2e = e2e_new (MOST_PLACES, MOST_PLACES);
  g_autofree char *workspace = g_build_filename (e2e->dir, "desk", NULL);
  const char *sync[] = { "sync", NULL };
  guint place;
  guint n_stored = 0;
  guint n_lost = 0;

  connect_desk (e2e, workspace, E2E_EVA);
  for (place = 1; place < MOST_PLACES; place++) {
    g_autofree char *id = e2e_call_id (place);
    g_autofree char *note = g_strdup_printf ("Killed at %u.", place);
    const char *complete[] = { "call", "complete", id, "--outcome", "resolved", "--note", note, NULL };
    g_autoptr (WbActivity) call = NULL;
    int status = -1;
    gboolean killed;

    killed = run_ctl (workspace, place, complete, &status);
    if (!killed)
      g_assert_cmpint (status, ==, 0);
    g_assert_false (run_ctl (workspace, 0, sync, &status));
    g_assert_cmpint (status, ==, 0);
    call = e2e_api_call (e2e, place);
    if (wb_activity_is_open (call)) {
      /* Killed before the action was stored: it was never said to be. */
      g_assert_true (killed);
      n_lost++;
      g_assert_false (run_ctl (workspace, 0, complete, &status));
      g_assert_cmpint (status, ==, 0);
      g_clear_pointer (&call, wb_activity_unref);
      call = e2e_api_call (e2e, place);
    } else {
      n_stored++;
    }
    g_assert_cmpstr (call->outcome, ==, "resolved");
    g_assert_cmpstr (call->note, ==, note);
    g_assert_cmpuint (count_notes (e2e, place, note), ==, 1);
    if (!killed)
      break;
  }
  g_test_message ("%u places: %u kept, %u before it was stored", place, n_stored, n_lost);
  g_assert_cmpuint (place, >, 5);
  g_assert_cmpuint (place, <, MOST_PLACES);
}

static void
test_kill_desk_coupon_is_given_once (void)
{
  g_autoptr (E2e) e2e = e2e_new (MOST_PLACES, MOST_PLACES);
  g_autofree char *workspace = g_build_filename (e2e->dir, "desk", NULL);
  guint place;

  connect_desk (e2e, workspace, E2E_EVA);
  for (place = 1; place < MOST_PLACES; place++) {
    guint index = place * 3;   /* every third is a return: only those have a coupon to give */
    g_autofree char *id = NULL;
    const char *coupon[] = { "call", "coupon", NULL, NULL };
    int status = -1;
    gboolean killed;

    g_assert_cmpuint (index, <, MOST_PLACES);
    id = e2e_call_id (index);
    coupon[2] = id;
    /* A minute passes from call to call: the shop's pace counts by it. */
    e2e_advance (e2e, 60 * 1000);
    killed = run_ctl (workspace, place, coupon, &status);
    g_assert_cmpuint (wb_pretend_woo_count_coupons (e2e->woo), <=, place);
    /* Killed after the answer was stored, the ticket has its coupon already and says so. */
    if (killed)
      g_assert_false (run_ctl (workspace, 0, coupon, &status));
    else
      g_assert_cmpint (status, ==, 0);
    g_assert_cmpint (status, <=, 1);
    g_assert_cmpuint (wb_pretend_woo_count_coupons (e2e->woo), ==, place);
    if (!killed)
      break;
  }
  g_assert_cmpuint (place, >, 5);
}

static guint
count_banners (E2e        *e2e,
               const char *name)
{
  g_autoptr (WbHelpdesk) client = e2e_client (e2e, E2E_MARIE);
  const char *query[] = { "page_size", "100", "archived", "all", NULL };
  g_autoptr (WbWirePage) page = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  page = wb_helpdesk_get_page (client, "remarketing/banners", (GStrv) query, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (page->total_pages, ==, 1);
  for (guint i = 0; i < page->items->len; i++)
    n += g_str_equal (((WbBanner *) g_ptr_array_index (page->items, i))->name, name);

  return n;
}

/* Uploaded, made, stored, its keys forgotten: wherever it is cut, the same command again gives the
 * banner that was asked for, once. */
static void
test_kill_desk_banner_is_added_once (void)
{
  g_autoptr (E2e) e2e = e2e_new (1, 0);
  g_autofree char *workspace = g_build_filename (e2e->dir, "desk", NULL);
  g_autofree char *picture = g_build_filename (TEST_DATA_DIR, "images", "banner.png", NULL);
  guint n_made = 0;
  guint place;

  connect_desk (e2e, workspace, E2E_MARIE);
  for (place = 1; place < 100; place++) {
    g_autofree char *name = g_strdup_printf ("Killed at %u", place);
    const char *add[] = { "banner", "add", picture, "--name", name, "--alt", "cs=Sleva", NULL };
    int status = -1;
    gboolean killed;

    killed = run_ctl (workspace, place, add, &status);
    n_made += count_banners (e2e, name);
    if (killed)
      g_assert_false (run_ctl (workspace, 0, add, &status));
    g_assert_cmpint (status, ==, 0);
    g_assert_cmpuint (count_banners (e2e, name), ==, 1);
    if (!killed)
      break;
  }
  g_test_message ("%u places, made before the cut at %u of them", place, n_made);
  g_assert_cmpuint (place, >, 5);
  g_assert_cmpuint (place, <, 100);
  g_assert_cmpuint (n_made, >, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ctl_path = g_getenv ("WB_CTL");
  kill_library = g_getenv ("WB_KILL_LIBRARY");
  g_assert_nonnull (ctl_path);
  g_assert_nonnull (kill_library);
  g_test_add_func ("/e2e/kill-desk/action-is-done-once", test_kill_desk_action_is_done_once);
  g_test_add_func ("/e2e/kill-desk/coupon-is-given-once", test_kill_desk_coupon_is_given_once);
  g_test_add_func ("/e2e/kill-desk/banner-is-added-once", test_kill_desk_banner_is_added_once);

  return g_test_run ();
}
