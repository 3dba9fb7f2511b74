/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The merchant of the winbackctl tests; see the header. */

#include "config.h"

#include "cli-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#include "wb-http.h"

#define KEY "ck_0123456789012345678901234567890123456789"
#define SECRET "cs_0123456789012345678901234567890123456789"

static void
remove_tree (const char *path)
{
  if (!g_file_test (path, G_FILE_TEST_IS_SYMLINK) && g_file_test (path, G_FILE_TEST_IS_DIR)) {
    g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
    const char *name;

    while (dir && (name = g_dir_read_name (dir))) {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
    g_rmdir (path);
  } else {
    g_unlink (path);
  }
}

static gboolean
import_banner (CliFixture  *self,
               WbBanner    *banner,
               GError     **error)
{
  g_autoptr (GBytes) bytes = wb_demo_picture_load (banner->picture->name);

  return wb_portal_import_banner (self->portal, banner, bytes, WB_TIME_NONE, error);
}

static gboolean
take (WbDemoKind   kind,
      gpointer     record,
      const char  *token,
      gpointer     data,
      GError     **error)
{
  CliFixture *self = data;

  switch (kind) {
    case WB_DEMO_ACCOUNT:
      return wb_portal_import_account (self->portal, record, error);
    case WB_DEMO_USER:
      return wb_portal_import_user (self->portal, record, token, error);
    case WB_DEMO_TYPE:
      return wb_portal_import_type (self->portal, record, error);
    case WB_DEMO_STATE:
      return wb_portal_import_state (self->portal, record, error);
    case WB_DEMO_TAG:
      return wb_portal_import_tag (self->portal, record, error);
    case WB_DEMO_BANNER:
      return import_banner (self, record, error);
    case WB_DEMO_SETTINGS:
      return wb_portal_import_settings (self->portal, record, error);
    case WB_DEMO_TICKET:
      return wb_portal_import_ticket (self->portal, record, error);
    case WB_DEMO_ACTIVITY:
      if (wb_activity_is_open (record) && !((WbActivity *) record)->assignee)
        g_ptr_array_add (self->calls, wb_activity_ref (record));
      return wb_portal_import_activity (self->portal, record, error);
    case WB_DEMO_COUPON:
    default:
      return TRUE;
  }
}

/* Stores the helpdesk knows, so that offers name their currencies; no coupon is made in them here. */
static void
add_store (CliFixture *self,
           WbDemoShop  which)
{
  g_autoptr (WbMerchantStore) store = wb_demo_data_new_store (self->data, which);
  g_autoptr (GError) error = NULL;

  g_free (store->connection);
  store->connection = g_strdup ("connected");
  g_free (store->url);
  store->url = g_strdup ("https://shop.example");
  wb_portal_import_store (self->portal, store, NULL, &error);
  g_assert_no_error (error);
}

static void
open_shop (CliFixture *self)
{
  const WbPretendWooOptions options = { .currency = "CZK" };
  const WbPretendWooFront front = { 0 };
  g_autofree char *secret_file = cli_fixture_write (self, "shop.key",
                                                    "consumer_key=" KEY "\nconsumer_secret=" SECRET "\n");
  const WbPortalShop access = { .secret_file = secret_file, .time_zone = "Europe/Prague" };
  g_autoptr (WbMerchantStore) store = wb_demo_data_new_store (self->data, WB_DEMO_SHOP_CZ);
  g_autoptr (GError) error = NULL;

  self->shop = wb_pretend_woo_new (&options, self->clock, &error);
  g_assert_no_error (error);
  wb_pretend_woo_add_key (self->shop, KEY, SECRET, WB_WOO_KEY_READ_WRITE, TRUE);
  g_free (store->platform);
  store->platform = g_strdup ("woocommerce");
  store->url = g_strdup (wb_pretend_woo_listen (self->shop, &front, &error));
  g_assert_no_error (error);
  g_free (store->connection);
  store->connection = g_strdup ("connected");
  wb_portal_import_store (self->portal, store, &access, &error);
  g_assert_no_error (error);
}

CliFixture *
cli_fixture_new (void)
{
  CliFixture *self = g_new0 (CliFixture, 1);
  gint64 now = g_get_real_time () / 1000;
  WbDemoDataOptions options = { .seed = 7, .now = now, .n_tickets = 60, .n_calls = 20 };
  g_autofree char *db = NULL;
  g_autoptr (WbRandom) random = wb_seeded_random_new (7);
  g_autoptr (GError) error = NULL;
  WbPortalOptions portal = { .allow_loopback = TRUE, .rate_limit_per_minute = WB_PORTAL_RATE_OFF,
                             .bare = TRUE };

  self->dir = g_dir_make_tmp ("wb-cli-XXXXXX", &error);
  g_assert_no_error (error);
  db = g_build_filename (self->dir, "portal.db", NULL);
  portal.db_path = db;
  self->calls = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_activity_unref);
  self->clock = WB_CLOCK (wb_movable_clock_new (now, TRUE));
  self->data = wb_demo_data_new (&options);
  self->portal = wb_portal_open (&portal, self->clock, random, &error);
  g_assert_no_error (error);
  open_shop (self);
  add_store (self, WB_DEMO_SHOP_EU);
  add_store (self, WB_DEMO_SHOP_PL);
  wb_portal_begin_import (self->portal, &error);
  g_assert_no_error (error);
  wb_demo_data_make (self->data, take, self, &error);
  g_assert_no_error (error);
  wb_portal_end_import (self->portal, &error);
  g_assert_no_error (error);
  wb_portal_start (self->portal, &error);
  g_assert_no_error (error);
  self->url = wb_portal_dup_url (self->portal);
  cli_fixture_use (self, "workspace");
  return self;
}

void
cli_fixture_stop_portal (CliFixture *self)
{
  self->port = wb_portal_get_port (self->portal);
  wb_portal_stop (self->portal);
  g_clear_object (&self->portal);
}

void
cli_fixture_start_portal (CliFixture *self)
{
  g_autofree char *listen = g_strdup_printf ("127.0.0.1:%u", self->port);
  g_autofree char *db = g_build_filename (self->dir, "portal.db", NULL);
  g_autoptr (WbRandom) random = wb_seeded_random_new (8);
  WbPortalOptions options = { .db_path = db, .listen = listen, .allow_loopback = TRUE,
                              .rate_limit_per_minute = WB_PORTAL_RATE_OFF };
  g_autoptr (GError) error = NULL;

  self->portal = wb_portal_open (&options, self->clock, random, &error);
  g_assert_no_error (error);
  wb_portal_start (self->portal, &error);
  g_assert_no_error (error);
}

void
cli_fixture_free (CliFixture *self)
{
  if (self->portal)
    cli_fixture_stop_portal (self);
  wb_pretend_woo_free (self->shop);
  wb_demo_data_free (self->data);
  g_object_unref (self->clock);
  g_ptr_array_unref (self->calls);
  remove_tree (self->dir);
  g_free (self->dir);
  g_free (self->workspace);
  g_free (self->url);
  g_free (self);
}

char *
cli_fixture_write (CliFixture *self,
                   const char *name,
                   const char *text)
{
  char *path = g_build_filename (self->dir, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error);
  g_assert_no_error (error);
  return path;
}

void
cli_fixture_use (CliFixture *self,
                 const char *name)
{
  g_free (self->workspace);
  self->workspace = g_build_filename (self->dir, name, NULL);
}

void
cli_fixture_connect (CliFixture *self,
                     const char *name,
                     WbRole      role,
                     guint       index)
{
  g_autofree char *token = cli_fixture_write (self, "token",
                                              wb_demo_data_get_token (self->data, role, index));
  g_autoptr (CliResult) connected = NULL;
  g_autoptr (CliResult) synced = NULL;

  cli_fixture_use (self, name);
  connected = cli_ok (self, "connect", "helpdesk", self->url, "--token-file", token, NULL);
  synced = cli_ok (self, "sync", NULL);
}

void
cli_result_free (CliResult *self)
{
  g_free (self->out);
  g_free (self->err);
  g_clear_pointer (&self->json, json_node_unref);
  g_free (self);
}

static CliResult *
wait_for (GSubprocess *process)
{
  CliResult *result = g_new0 (CliResult, 1);
  g_autoptr (GError) error = NULL;

  g_subprocess_communicate_utf8 (process, NULL, NULL, &result->out, &result->err, &error);
  g_assert_no_error (error);
  if (!g_subprocess_get_if_exited (process))
    g_error ("winbackctl was killed by signal %d: %s", g_subprocess_get_term_sig (process), result->err);
  result->status = g_subprocess_get_exit_status (process);
  if (*result->out == '{' || *result->out == '[')
    result->json = json_from_string (result->out, NULL);
  return result;
}

static GSubprocessLauncher *
new_launcher (void)
{
  return g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
}

CliResult *
cli_run_env (const char        *env_name,
             const char        *env_value,
             const char *const *args)
{
  g_autoptr (GSubprocessLauncher) launcher = new_launcher ();
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_setenv (launcher, env_name, env_value, TRUE);
  g_ptr_array_add (argv, (gpointer) g_getenv ("WINBACKCTL"));
  for (guint i = 0; args[i]; i++)
    g_ptr_array_add (argv, (gpointer) args[i]);
  g_ptr_array_add (argv, NULL);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, &error);
  g_assert_no_error (error);
  return wait_for (process);
}

static GSubprocess *
start_list (CliFixture *self,
            va_list     list)
{
  g_autoptr (GSubprocessLauncher) launcher = new_launcher ();
  g_autofree char *secrets = g_strdup_printf ("file:%s/secrets/file", self->dir);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  GSubprocess *process;
  const char *arg;

  g_subprocess_launcher_setenv (launcher, "WINBACK_SECRETS", secrets, TRUE);
  g_ptr_array_add (argv, (gpointer) g_getenv ("WINBACKCTL"));
  g_ptr_array_add (argv, (gpointer) "--workspace");
  g_ptr_array_add (argv, self->workspace);
  while ((arg = va_arg (list, const char *)))
    g_ptr_array_add (argv, (gpointer) arg);
  g_ptr_array_add (argv, NULL);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, &error);
  g_assert_no_error (error);
  return process;
}

static CliResult *
run_list (CliFixture *self,
          va_list     list)
{
  g_autoptr (GSubprocess) process = start_list (self, list);

  return wait_for (process);
}

GSubprocess *
cli_start (CliFixture *self,
           ...)
{
  GSubprocess *process;
  va_list list;

  va_start (list, self);
  process = start_list (self, list);
  va_end (list);
  return process;
}

CliResult *
cli_run (CliFixture *self,
         ...)
{
  CliResult *result;
  va_list list;

  va_start (list, self);
  result = run_list (self, list);
  va_end (list);
  return result;
}

CliResult *
cli_ok (CliFixture *self,
        ...)
{
  CliResult *result;
  va_list list;

  va_start (list, self);
  result = run_list (self, list);
  va_end (list);
  if (result->status != 0)
    g_error ("winbackctl ended with %d: %s", result->status, result->err);
  g_assert_cmpstr (result->err, ==, "");
  return result;
}

void
cli_refused (CliFixture *self,
             int         status,
             const char *words,
             ...)
{
  g_autoptr (CliResult) result = NULL;
  va_list list;

  va_start (list, words);
  result = run_list (self, list);
  va_end (list);
  if (result->status != status || !strstr (result->err, words))
    g_error ("winbackctl ended with %d and “%s”; wanted %d and “%s”", result->status, result->err,
             status, words);
  g_assert_true (g_str_has_prefix (result->err, "winbackctl: "));
  g_assert_true (strchr (result->err, '\n') == result->err + strlen (result->err) - 1);
}

static JsonNode *
ask_api (CliFixture          *self,
         const WbHttpRequest *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbHttp) http = wb_http_new (NULL, self->clock, &error);
  g_autoptr (WbHttpReply) reply = wb_http_send (http, request, NULL, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (reply->status, ==, 200);
  text = g_strndup (g_bytes_get_data (reply->body, NULL), g_bytes_get_size (reply->body));
  return json_from_string (text, NULL);
}

JsonNode *
cli_api_get (CliFixture *self,
             const char *path)
{
  g_autofree char *url = g_strconcat (self->url, path, NULL);
  g_autofree char *token = g_strconcat ("Token ", wb_demo_data_get_token (self->data, WB_ROLE_MANAGER, 0), NULL);
  char *headers[] = { (char *) "Authorization", token, NULL };
  const WbHttpRequest request = { .method = "GET", .url = url, .headers = headers };

  return ask_api (self, &request);
}

JsonNode *
cli_api_assign (CliFixture *self,
                guint       agent,
                const char *call_id,
                gint64      version,
                const char *body)
{
  g_autofree char *url = g_strdup_printf ("%s/activities/%s/assign", self->url, call_id);
  g_autofree char *token = g_strconcat ("Token ", wb_demo_data_get_token (self->data, WB_ROLE_AGENT, agent), NULL);
  g_autofree char *etag = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", version);
  g_autofree char *key = g_uuid_string_random ();
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));
  char *headers[] = {
    (char *) "Authorization", token, (char *) "If-Match", etag, (char *) "Idempotency-Key", key, NULL,
  };
  const WbHttpRequest request = {
    .method = "POST", .url = url, .headers = headers, .body = bytes, .content_type = "application/json",
  };

  return ask_api (self, &request);
}

const char *
cli_text (JsonNode   *node,
          const char *member)
{
  return json_object_get_string_member_with_default (json_node_get_object (node), member, NULL);
}

guint
cli_count (const CliResult *result)
{
  return json_array_get_length (json_node_get_array (result->json));
}

guint
cli_count_outbox (CliFixture *fixture)
{
  g_autoptr (CliResult) outbox = cli_ok (fixture, "outbox", "--json", NULL);

  return cli_count (outbox);
}

char *
cli_edit_amount (CliFixture *fixture,
                 const char *type,
                 const char *path,
                 const char *amount)
{
  g_autoptr (CliResult) shown = cli_ok (fixture, "offers", "show", type, "--json", NULL);
  JsonObject *tools = json_object_get_object_member (json_node_get_object (shown->json), "tools");
  JsonObject *coupon = json_object_get_object_member (tools, "coupon");
  JsonArray *amounts = json_object_get_array_member (coupon, "amounts");
  g_autofree char *text = NULL;

  for (guint i = 0; i < json_array_get_length (amounts); i++)
    if (g_str_equal (json_object_get_string_member (json_array_get_object_element (amounts, i), "currency"), "CZK"))
      json_object_set_string_member (json_array_get_object_element (amounts, i), path, amount);
  text = json_to_string (shown->json, TRUE);
  return cli_fixture_write (fixture, "offers.json", text);
}
