/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* winback-portal connects, checks, pauses and removes shops of each platform while the service runs, and
 * what lets us into them is told to nobody: neither in the ledger's files, nor by the program or the
 * service. */

#include "config.h"

#include "wb-e2e.h"

#include "wb-demo-shop.h"
#include "wb-time.h"

#include <glib/gstdio.h>
#include <string.h>

static const char *portal_program;

typedef struct
{
  E2e *e2e;
  WbDemoShopServer *shop;
  char *secret_file;
  WbClock *computer;        /* (owned): the program's clock */
  GPtrArray *secrets;       /* (element-type utf8) values nobody may tell */
  GString *said;            /* all that was printed and answered */
} Desk;

static void
set_up (Desk       *self,
        const char *platform)
{
  WbDemoShopSetup setup = { platform, "Obchod Oslo", "CZK", "Europe/Prague", NULL, 0 };
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;

  self->e2e = e2e_new (3, 0);
  self->computer = wb_system_clock_new ();
  e2e_advance (self->e2e, wb_clock_now (self->computer) - E2E_NOW);
  self->shop = wb_demo_shop_start (&setup, WB_CLOCK (self->e2e->clock), self->e2e->random, &error);
  g_assert_no_error (error);
  /* Apart from the ledger: its folder is searched. */
  self->secret_file = g_strconcat (self->e2e->dir, ".secret", NULL);
  g_file_set_contents_full (self->secret_file, wb_demo_shop_get_secret (self->shop), -1, G_FILE_SET_CONTENTS_NONE,
                            0600, &error);
  g_assert_no_error (error);
  self->secrets = g_ptr_array_new_with_free_func (g_free);
  self->said = g_string_new (NULL);
  lines = g_strsplit (wb_demo_shop_get_secret (self->shop), "\n", -1);
  for (guint i = 0; lines[i]; i++) {
    if (strchr (lines[i], '='))
      g_ptr_array_add (self->secrets, g_strdup (strchr (lines[i], '=') + 1));
  }
  g_assert_cmpuint (self->secrets->len, >, 0);
}

static void
tear_down (Desk *self)
{
  g_remove (self->secret_file);
  e2e_free (self->e2e);
  wb_demo_shop_stop (self->shop);
  g_object_unref (self->computer);
  g_free (self->secret_file);
  g_ptr_array_unref (self->secrets);
  g_string_free (self->said, TRUE);
}

/* (transfer full): what it printed. */
static char *
run (Desk       *self,
     int         status,
     const char *words)
{
  g_autofree char *line = g_strdup_printf ("%s --db %s/portal.db %s", portal_program, self->e2e->dir, words);
  g_auto (GStrv) argv = g_strsplit (line, " ", -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_newv ((const char *const *) argv,
                                                       G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                                       G_SUBPROCESS_FLAGS_STDERR_MERGE, &error);
  char *out = NULL;

  g_assert_no_error (error);
  /* Shops refuse keys that are signed at another time, and waiting moved theirs. */
  wb_movable_clock_set_wall (self->e2e->clock, wb_clock_now (self->computer));
  g_subprocess_communicate_utf8 (process, NULL, NULL, &out, NULL, &error);
  g_assert_no_error (error);
  g_test_message ("%s: %s", words, out);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, status);
  g_string_append (self->said, out);

  return out;
}

/* (transfer full): a member of the shop that was added; "none" where it is not there. */
static char *
find_member (Desk       *self,
             const char *name)
{
  g_autoptr (JsonNode) page = e2e_api_get (self->e2e, "/account/stores");
  JsonArray *stores = json_object_get_array_member (json_node_get_object (page), "results");
  g_autofree char *text = json_to_string (page, FALSE);

  g_string_append (self->said, text);
  for (guint i = 0; i < json_array_get_length (stores); i++) {
    JsonObject *store = json_array_get_object_element (stores, i);

    if (g_strcmp0 (json_object_get_string_member (store, "store_id"), "druhy") == 0)
      return g_strdup (json_object_get_string_member (store, name));
  }

  return g_strdup ("none");
}

static char *
find_connection (Desk *self)
{
  return find_member (self, "connection");
}

static void
await_connection (Desk       *self,
                  const char *connection)
{
  for (;;) {
    g_autofree char *found = find_connection (self);

    if (g_str_equal (found, connection))
      return;
    e2e_advance (self->e2e, 11 * WB_SECOND_MS);
  }
}

static gboolean
files_have (const char *dir,
            const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) grep = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, "grep", "-rqaF", "-e", text, dir,
                                                   NULL);

  g_assert_no_error (error);
  g_subprocess_wait (grep, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_subprocess_get_exit_status (grep), <, 2);

  return g_subprocess_get_successful (grep);
}

static void
test_commands (gconstpointer data)
{
  const char *platform = data;
  Desk desk = { NULL };
  g_autofree char *add = NULL;
  g_autofree char *add_here = NULL;
  g_autofree char *first = NULL;
  g_autofree char *again = NULL;
  g_autofree char *added = NULL;
  g_autofree char *refused = NULL;
  g_autofree char *checked = NULL;
  g_autofree char *failed = NULL;
  g_autofree char *listed = NULL;

  set_up (&desk, platform);
  add = g_strdup_printf ("shop add %s %s --secret-file %s --store-id druhy --name Druhy", platform,
                         wb_demo_shop_get_url (desk.shop), desk.secret_file);
  refused = run (&desk, 2, add);
  g_assert_nonnull (strstr (refused, "--allow-loopback"));
  add_here = g_strconcat (add, " --allow-loopback", NULL);
  added = run (&desk, 0, add_here);
  g_assert_nonnull (strstr (added, "✓"));
  /* The service that runs has it without being told. */
  await_connection (&desk, "connected");

  checked = run (&desk, 0, "shop check Druhy --allow-loopback");
  g_assert_nonnull (strstr (checked, "✓"));
  wb_demo_shop_add_fault (desk.shop, WB_PRETEND_FAULT_UNAUTHORIZED, WB_PRETEND_REQUEST_ANY, 100);
  failed = run (&desk, 1, "shop check druhy --allow-loopback");
  g_assert_nonnull (strstr (failed, "✗"));
  /* The key is good again, which the service finds out by itself. */
  wb_demo_shop_clear_faults (desk.shop);
  await_connection (&desk, "connected");

  g_free (run (&desk, 0, "shop pause druhy"));
  await_connection (&desk, "disabled");
  listed = run (&desk, 0, "shop list");
  g_assert_nonnull (strstr (listed, "\tdisabled\t"));
  g_free (run (&desk, 0, "shop resume druhy"));
  await_connection (&desk, "connected");
  first = find_member (&desk, "id");
  g_free (run (&desk, 0, "shop remove druhy"));
  await_connection (&desk, "none");

  /* It comes back as the shop that its coupons name. */
  g_free (run (&desk, 0, add_here));
  await_connection (&desk, "connected");
  again = find_member (&desk, "id");
  g_assert_cmpstr (again, ==, first);

  for (guint i = 0; i < desk.secrets->len; i++) {
    const char *secret = g_ptr_array_index (desk.secrets, i);

    g_assert_null (strstr (desk.said->str, secret));
    g_assert_false (files_have (desk.e2e->dir, secret));
  }
  /* What is searched is where the ledger is. */
  g_assert_true (files_have (desk.e2e->dir, "hlavni-eshop"));
  tear_down (&desk);
}

/* A file that others may read, and one that is no secret, are refused without a word of what they say. */
static void
test_bad_secrets (void)
{
  static const struct {
    const char *why;
    const char *text;
    int mode;
  } rows[] = {
    { "others may read it", "consumer_key=PLANTED1\nconsumer_secret=PLANTED2\n", 0644 },
    { "no names", "PLANTED1:PLANTED2\n", 0600 },
    { "another platform's", "private_token=PLANTED1\n", 0600 },
    { "half of it", "consumer_key=PLANTED1\n", 0600 },
  };
  Desk desk = { NULL };

  set_up (&desk, "woocommerce");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *words = g_strdup_printf ("shop add woocommerce %s --allow-loopback --store-id druhy"
                                              " --secret-file %s", wb_demo_shop_get_url (desk.shop),
                                              desk.secret_file);
    g_autofree char *out = NULL;
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", rows[i].why);
    g_remove (desk.secret_file);
    g_file_set_contents_full (desk.secret_file, rows[i].text, -1, G_FILE_SET_CONTENTS_NONE, rows[i].mode, &error);
    g_assert_no_error (error);
    out = run (&desk, 1, words);
    g_assert_null (strstr (out, "PLANTED"));
  }
  g_assert_false (files_have (desk.e2e->dir, "PLANTED"));
  tear_down (&desk);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  portal_program = g_getenv ("WB_PORTAL_PROGRAM");
  g_assert_nonnull (portal_program);
  for (guint i = 0; wb_demo_shop_platform (i); i++) {
    g_autofree char *path = g_strdup_printf ("/e2e/shop-commands/%s", wb_demo_shop_platform (i));

    g_test_add_data_func (path, wb_demo_shop_platform (i), test_commands);
  }
  g_test_add_func ("/e2e/shop-commands/bad-secrets", test_bad_secrets);

  return g_test_run ();
}
