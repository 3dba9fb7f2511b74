/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* winbackctl's commands for managers: earlier offers, banners and the account, the built program
 * against a portal. */

#include "config.h"

#include "cli-fixture.h"

#include <glib/gstdio.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define SETTINGS "/remarketing/settings/"

static char *
get_type (CliFixture *fixture,
          const char *name)
{
  g_autoptr (CliResult) shown = cli_ok (fixture, "offers", "show", name, "--json", NULL);

  return g_strdup (cli_text (shown->json, "type"));
}

/* The tools of a settings object, as text to the byte. */
static char *
print_tools (JsonNode *settings)
{
  JsonNode *tools = json_object_get_member (json_node_get_object (settings), "tools");

  g_assert_nonnull (tools);
  return json_to_string (tools, FALSE);
}

static JsonNode *
get_server_settings (CliFixture *fixture,
                     const char *type)
{
  g_autofree char *path = g_strconcat (SETTINGS, type, NULL);

  return cli_api_get (fixture, path);
}

static void
set_amount (CliFixture *fixture,
            const char *type,
            const char *amount)
{
  g_autofree char *file = cli_edit_amount (fixture, type, "amount", amount);
  g_autoptr (CliResult) set = cli_ok (fixture, "offers", "set", type, "--file", file, NULL);
}

static char *
get_version (JsonNode *settings)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT,
                          json_object_get_int_member (json_node_get_object (settings), "version"));
}

/* Who, when and what, in words and in fields; the newest first. */
static void
test_offers_history_tells_what_changed (void)
{
  g_autoptr (CliFixture) fixture = cli_fixture_new ();
  g_autofree char *type = NULL;
  g_autofree char *version = NULL;
  g_autofree char *wrong = NULL;
  g_autoptr (JsonNode) server = NULL;
  g_autoptr (CliResult) listed = NULL;
  g_autoptr (CliResult) words = NULL;
  g_autoptr (CliResult) one = NULL;
  g_autoptr (JsonNode) me = NULL;
  JsonObject *newest;
  JsonObject *change;

  cli_fixture_connect (fixture, "workspace", WB_ROLE_MANAGER, 0);
  type = get_type (fixture, "return");
  set_amount (fixture, type, "321.00");
  set_amount (fixture, type, "322.50");
  server = get_server_settings (fixture, type);
  version = get_version (server);
  me = cli_api_get (fixture, "/account/me");

  listed = cli_ok (fixture, "offers", "history", type, "--json", NULL);
  g_assert_cmpuint (cli_count (listed), >=, 2);
  newest = json_array_get_object_element (json_node_get_array (listed->json), 0);
  g_assert_cmpint (json_object_get_int_member (newest, "version"), ==, g_ascii_strtoll (version, NULL, 10));
  g_assert_cmpstr (json_object_get_string_member (newest, "updated_by"), ==, cli_text (me, "id"));
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (newest, "changes")), ==, 1);
  change = json_array_get_object_element (json_object_get_array_member (newest, "changes"), 0);
  g_assert_cmpstr (json_object_get_string_member (change, "path"), ==, "tools.coupon.amounts[CZK].amount");
  g_assert_cmpstr (json_object_get_string_member (change, "before"), ==, "321.00");
  g_assert_cmpstr (json_object_get_string_member (change, "after"), ==, "322.50");

  words = cli_ok (fixture, "offers", "history", type, NULL);
  g_assert_nonnull (strstr (words->out, "Coupon amount in CZK: CZK\u00a0321.00 → CZK\u00a0322.50"));
  g_assert_nonnull (strstr (words->out, cli_text (me, "full_name")));

  one = cli_ok (fixture, "offers", "history", type, "--version", version, "--json", NULL);
  g_assert_cmpstr (cli_text (one->json, "updated_by"), ==, cli_text (me, "id"));
  wrong = g_strdup_printf ("%s0", version);
  cli_refused (fixture, 1, "There is no version", "offers", "history", type, "--version", wrong, NULL);
  cli_refused (fixture, 2, "no number", "offers", "history", type, "--version", "newest", NULL);
  cli_refused (fixture, 2, "Usage", "offers", "show", type, "--version", version, NULL);
}

static void
test_offers_restore_is_a_new_version_of_the_same_bytes (void)
{
  g_autoptr (CliFixture) fixture = cli_fixture_new ();
  g_autofree char *type = NULL;
  g_autofree char *old_tools = NULL;
  g_autofree char *old_version = NULL;
  g_autofree char *between_version = NULL;
  g_autofree char *restored_tools = NULL;
  g_autofree char *restored_version = NULL;
  g_autoptr (JsonNode) old = NULL;
  g_autoptr (JsonNode) between = NULL;
  g_autoptr (JsonNode) restored = NULL;
  g_autoptr (CliResult) first = NULL;
  g_autoptr (CliResult) again = NULL;
  g_autoptr (CliResult) listed = NULL;
  g_autofree char *again_version = NULL;
  g_autoptr (JsonNode) after = NULL;
  guint n_before;

  cli_fixture_connect (fixture, "workspace", WB_ROLE_MANAGER, 0);
  type = get_type (fixture, "return");
  set_amount (fixture, type, "321.00");
  old = get_server_settings (fixture, type);
  old_tools = print_tools (old);
  old_version = get_version (old);
  set_amount (fixture, type, "99.00");
  between = get_server_settings (fixture, type);
  between_version = get_version (between);
  listed = cli_ok (fixture, "offers", "history", type, "--json", NULL);
  n_before = cli_count (listed);
  g_clear_pointer (&listed, cli_result_free);

  first = cli_ok (fixture, "offers", "restore", type, old_version, "--json", NULL);
  g_assert_cmpstr (cli_text (first->json, "delivery"), ==, "sent");
  restored = get_server_settings (fixture, type);
  restored_tools = print_tools (restored);
  restored_version = get_version (restored);
  g_assert_cmpstr (restored_tools, ==, old_tools);
  g_assert_cmpint (g_ascii_strtoll (restored_version, NULL, 10), >, g_ascii_strtoll (between_version, NULL, 10));
  listed = cli_ok (fixture, "offers", "history", type, "--json", NULL);
  g_assert_cmpuint (cli_count (listed), ==, n_before + 1);

  /* What is offered already makes no version. */
  again = cli_ok (fixture, "offers", "restore", type, old_version, NULL);
  g_assert_nonnull (strstr (again->out, "already"));
  after = get_server_settings (fixture, type);
  again_version = get_version (after);
  g_assert_cmpstr (again_version, ==, restored_version);

  cli_refused (fixture, 1, "There is no version", "offers", "restore", type, "999999", NULL);
  cli_refused (fixture, 2, "no number", "offers", "restore", type, "first", NULL);
  cli_refused (fixture, 2, "Usage", "offers", "restore", type, NULL);
}

/* An agent reads the history; going back is not theirs to do. */
static void
test_offers_restore_is_for_managers (void)
{
  g_autoptr (CliFixture) fixture = cli_fixture_new ();
  g_autofree char *type = NULL;
  g_autofree char *version = NULL;
  g_autofree char *tools = NULL;
  g_autofree char *tools_after = NULL;
  g_autoptr (JsonNode) old = NULL;
  g_autoptr (JsonNode) before = NULL;
  g_autoptr (JsonNode) after = NULL;
  g_autoptr (CliResult) listed = NULL;
  g_autoptr (CliResult) synced = NULL;

  cli_fixture_connect (fixture, "manager", WB_ROLE_MANAGER, 0);
  type = get_type (fixture, "return");
  set_amount (fixture, type, "321.00");
  old = get_server_settings (fixture, type);
  version = get_version (old);
  set_amount (fixture, type, "99.00");
  before = get_server_settings (fixture, type);
  tools = print_tools (before);

  cli_fixture_connect (fixture, "agent", WB_ROLE_AGENT, 0);
  listed = cli_ok (fixture, "offers", "history", type, "--json", NULL);
  g_assert_cmpuint (cli_count (listed), >=, 2);
  cli_refused (fixture, 1, "", "offers", "restore", type, version, NULL);
  cli_refused (fixture, 1, "", "offers", "copy", type, "claim", NULL);
  cli_refused (fixture, 1, "", "offers", "deactivate", NULL);
  after = get_server_settings (fixture, type);
  tools_after = print_tools (after);
  g_assert_cmpstr (tools_after, ==, tools);
}

/* What was fetched once can be looked at without the server, which is said. */
static void
test_offers_history_is_kept_for_offline (void)
{
  g_autoptr (CliFixture) fixture = cli_fixture_new ();
  g_autofree char *type = NULL;
  g_autoptr (CliResult) online = NULL;
  g_autoptr (CliResult) offline = NULL;

  cli_fixture_connect (fixture, "workspace", WB_ROLE_MANAGER, 0);
  type = get_type (fixture, "return");
  set_amount (fixture, type, "321.00");
  set_amount (fixture, type, "322.00");
  online = cli_ok (fixture, "offers", "history", type, "--json", NULL);
  cli_fixture_stop_portal (fixture);

  offline = cli_run (fixture, "offers", "history", type, "--json", NULL);
  g_assert_cmpint (offline->status, ==, 0);
  g_assert_cmpstr (offline->out, ==, online->out);
  g_assert_nonnull (strstr (offline->err, "kept here"));
  cli_refused (fixture, 1, "", "offers", "history", "claim", NULL);
}

static void
test_offers_copy_arrives_switched_off (void)
{
  g_autoptr (CliFixture) fixture = cli_fixture_new ();
  static const char *const names[] = { "coupon", "call_request", "banner" };
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  g_autoptr (CliResult) copied = NULL;
  g_autoptr (JsonNode) source = NULL;
  g_autoptr (JsonNode) target = NULL;
  JsonObject *source_tools;
  JsonObject *target_tools;

  cli_fixture_connect (fixture, "workspace", WB_ROLE_MANAGER, 0);
  from = get_type (fixture, "return");
  to = get_type (fixture, "claim");
  set_amount (fixture, from, "777.00");
  copied = cli_ok (fixture, "offers", "copy", "return", "claim", "--json", NULL);
  g_assert_cmpstr (cli_text (copied->json, "type"), ==, to);
  g_assert_cmpstr (cli_text (copied->json, "delivery"), ==, "sent");

  source = get_server_settings (fixture, from);
  target = get_server_settings (fixture, to);
  source_tools = json_object_get_object_member (json_node_get_object (source), "tools");
  target_tools = json_object_get_object_member (json_node_get_object (target), "tools");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    JsonObject *tool = json_object_get_object_member (target_tools, names[i]);

    g_test_message ("%s", names[i]);
    g_assert_false (json_object_get_boolean_member (tool, "enabled"));
    /* But for the switch, the same. */
    json_object_set_boolean_member (tool, "enabled", FALSE);
    json_object_set_boolean_member (json_object_get_object_member (source_tools, names[i]), "enabled", FALSE);
  }
  g_assert_true (json_node_equal (json_object_get_member (json_node_get_object (source), "tools"),
                                  json_object_get_member (json_node_get_object (target), "tools")));
  cli_refused (fixture, 2, "different", "offers", "copy", "return", "return", NULL);
  cli_refused (fixture, 1, "There is no ticket type", "offers", "copy", "return", "nonsense", NULL);
}

static gboolean
is_active (CliFixture *fixture)
{
  g_autoptr (JsonNode) account = cli_api_get (fixture, "/account");
  JsonObject *addons = json_object_get_object_member (json_node_get_object (account), "addons");

  return json_object_get_boolean_member (json_object_get_object_member (addons, "remarketing"), "active");
}

static void
test_offers_are_activated_and_deactivated (void)
{
  g_autoptr (CliFixture) fixture = cli_fixture_new ();
  g_autoptr (CliResult) off = NULL;
  g_autoptr (CliResult) shown = NULL;
  g_autoptr (CliResult) on = NULL;
  g_autofree char *type = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (JsonNode) settings = NULL;
  g_autoptr (JsonNode) settings_after = NULL;

  cli_fixture_connect (fixture, "workspace", WB_ROLE_MANAGER, 0);
  type = get_type (fixture, "return");
  settings = get_server_settings (fixture, type);
  before = print_tools (settings);
  g_assert_true (is_active (fixture));
  off = cli_ok (fixture, "offers", "deactivate", "--json", NULL);
  g_assert_cmpstr (cli_text (off->json, "delivery"), ==, "sent");
  g_assert_false (is_active (fixture));
  shown = cli_ok (fixture, "offers", "show", type, NULL);
  g_assert_nonnull (strstr (shown->out, "Remarketing is off"));
  on = cli_ok (fixture, "offers", "activate", NULL);
  g_assert_true (is_active (fixture));
  settings_after = get_server_settings (fixture, type);
  after = print_tools (settings_after);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpuint (cli_count_outbox (fixture), ==, 0);
}

static char *
find_image (const char *name)
{
  return g_build_filename (TEST_DATA_DIR, "images", name, NULL);
}

static guint
count_server_banners (CliFixture *fixture)
{
  g_autoptr (JsonNode) page = cli_api_get (fixture, "/remarketing/banners?archived=all&page_size=100");

  return json_array_get_length (json_object_get_array_member (json_node_get_object (page), "results"));
}

/* In the account's default language, which must be there. */
#define ALT "cs=Podzimní sleva"

static void
test_banner_is_added_once (void)
{
  g_autoptr (CliFixture) fixture = cli_fixture_new ();
  g_autofree char *png = find_image ("banner.png");
  g_autofree char *bytes = NULL;
  g_autofree char *sha256 = NULL;
  g_autofree char *path = NULL;
  g_autoptr (CliResult) added = NULL;
  g_autoptr (CliResult) again = NULL;
  g_autoptr (CliResult) other = NULL;
  g_autoptr (CliResult) table = NULL;
  g_autoptr (CliResult) shown = NULL;
  g_autoptr (JsonNode) server = NULL;
  JsonObject *file;
  guint n_before;
  gsize length = 0;

  cli_fixture_connect (fixture, "workspace", WB_ROLE_MANAGER, 0);
  n_before = count_server_banners (fixture);
  added = cli_ok (fixture, "banner", "add", png, "--name", "Podzim 2025", "--alt", ALT, "--alt", "en=Autumn sale",
                  "--from", "2025-10-01", "--until", "2099-12-31", "--json", NULL);
  g_assert_cmpuint (count_server_banners (fixture), ==, n_before + 1);
  path = g_strconcat ("/remarketing/banners/", cli_text (added->json, "id"), NULL);
  server = cli_api_get (fixture, path);
  g_assert_cmpstr (cli_text (server, "name"), ==, "Podzim 2025");
  g_assert_cmpstr (cli_text (server, "starts_on"), ==, "2025-10-01");
  g_assert_cmpstr (cli_text (server, "ends_on"), ==, "2099-12-31");
  g_assert_true (g_file_get_contents (png, &bytes, &length, NULL));
  sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) bytes, length);
  file = json_object_get_object_member (json_node_get_object (server), "file");
  g_assert_cmpstr (json_object_get_string_member (file, "sha256"), ==, sha256);

  /* The same once more is the same banner; with another word it is another. */
  again = cli_ok (fixture, "banner", "add", png, "--name", "Podzim 2025", "--alt", ALT, "--alt", "en=Autumn sale",
                  "--from", "2025-10-01", "--until", "2099-12-31", "--json", NULL);
  g_assert_cmpstr (cli_text (again->json, "id"), ==, cli_text (added->json, "id"));
  other = cli_ok (fixture, "banner", "add", png, "--name", "Podzim 2026", "--alt", ALT, "--json", NULL);
  g_assert_cmpstr (cli_text (other->json, "id"), !=, cli_text (added->json, "id"));
  g_assert_cmpuint (count_server_banners (fixture), ==, n_before + 2);

  table = cli_ok (fixture, "banner", "list", NULL);
  g_assert_nonnull (strstr (table->out, "Podzim 2025"));
  g_assert_nonnull (strstr (table->out, "2025-10-01 – 2099-12-31"));
  shown = cli_ok (fixture, "banner", "show", "podzim 2025", NULL);
  g_assert_nonnull (strstr (shown->out, "Autumn sale"));
  cli_refused (fixture, 1, "There is no banner", "banner", "show", "Jaro", NULL);
}

static void
test_banner_add_refuses_as_the_service_does (void)
{
  g_autoptr (CliFixture) fixture = cli_fixture_new ();
  g_autofree char *png = find_image ("banner.png");
  g_autofree char *heic = find_image ("picture.heic");
  g_autofree char *svg = cli_fixture_write (fixture, "drawing.png", "<svg xmlns='http://www.w3.org/2000/svg'/>");
  g_autofree char *cut = g_build_filename (fixture->dir, "cut.png", NULL);
  g_autofree char *huge = g_build_filename (fixture->dir, "huge.png", NULL);
  g_autofree char *data = NULL;
  g_autoptr (GError) error = NULL;
  guint n_before;
  gsize length = 0;
  int fd;

  g_assert_true (g_file_get_contents (png, &data, &length, NULL));
  g_file_set_contents (cut, data, (gssize) length / 2, &error);
  g_assert_no_error (error);
  g_file_set_contents (huge, data, (gssize) length, &error);
  g_assert_no_error (error);
  fd = g_open (huge, O_WRONLY, 0);
  g_assert_cmpint (ftruncate (fd, 50 * 1024 * 1024), ==, 0);
  g_close (fd, NULL);
  cli_fixture_connect (fixture, "workspace", WB_ROLE_MANAGER, 0);
  n_before = count_server_banners (fixture);

  cli_refused (fixture, 1, "", "banner", "add", svg, "--name", "A", "--alt", ALT, NULL);
  cli_refused (fixture, 1, "", "banner", "add", heic, "--name", "A", "--alt", ALT, NULL);
  cli_refused (fixture, 1, "", "banner", "add", cut, "--name", "A", "--alt", ALT, NULL);
  cli_refused (fixture, 1, "", "banner", "add", huge, "--name", "A", "--alt", ALT, NULL);
  cli_refused (fixture, 1, "Cannot read", "banner", "add", "/nonexistent", "--name", "A", "--alt", ALT, NULL);
  cli_refused (fixture, 1, "Cannot read", "banner", "add", fixture->dir, "--name", "A", "--alt", ALT, NULL);
  cli_refused (fixture, 1, "name:", "banner", "add", png, "--name", "", "--alt", ALT, NULL);
  cli_refused (fixture, 1, "alt_text.cs:", "banner", "add", png, "--name", "A", "--alt", "en=Sale", NULL);
  cli_refused (fixture, 1, "ends_on:", "banner", "add", png, "--name", "A", "--alt", ALT, "--from", "2025-10-02",
               "--until", "2025-10-01", NULL);
  cli_refused (fixture, 2, "language", "banner", "add", png, "--name", "A", "--alt", "Sale", NULL);
  cli_refused (fixture, 2, "no date", "banner", "add", png, "--name", "A", "--alt", ALT, "--from", "1.10.2025", NULL);
  cli_refused (fixture, 2, "Usage", "banner", "add", png, NULL);
  g_assert_cmpuint (count_server_banners (fixture), ==, n_before);

  cli_fixture_connect (fixture, "agent", WB_ROLE_AGENT, 0);
  cli_refused (fixture, 1, "", "banner", "add", png, "--name", "A", "--alt", ALT, NULL);
  g_assert_cmpuint (count_server_banners (fixture), ==, n_before);
}

/* Asked while the server cannot be reached, nothing is queued: it is said, and asked again. */
static void
test_banner_add_waits_for_the_server (void)
{
  g_autoptr (CliFixture) fixture = cli_fixture_new ();
  g_autofree char *png = find_image ("banner.png");
  g_autoptr (CliResult) added = NULL;
  guint n_before;

  cli_fixture_connect (fixture, "workspace", WB_ROLE_MANAGER, 0);
  n_before = count_server_banners (fixture);
  cli_fixture_stop_portal (fixture);
  cli_refused (fixture, 1, "Not confirmed yet", "banner", "add", png, "--name", "A", "--alt", ALT, NULL);
  g_assert_cmpuint (cli_count_outbox (fixture), ==, 0);
  cli_fixture_start_portal (fixture);
  added = cli_ok (fixture, "banner", "add", png, "--name", "A", "--alt", ALT, NULL);
  g_assert_cmpuint (count_server_banners (fixture), ==, n_before + 1);
}

static void
test_banner_words_change_and_archiving_goes_both_ways (void)
{
  g_autoptr (CliFixture) fixture = cli_fixture_new ();
  g_autofree char *png = find_image ("banner.png");
  g_autofree char *path = NULL;
  g_autoptr (CliResult) added = NULL;
  g_autoptr (CliResult) changed = NULL;
  g_autoptr (CliResult) archived = NULL;
  g_autoptr (CliResult) listed = NULL;
  g_autoptr (CliResult) all = NULL;
  g_autoptr (CliResult) out = NULL;
  g_autoptr (JsonNode) server = NULL;
  JsonObject *alt;
  const char *id;

  cli_fixture_connect (fixture, "workspace", WB_ROLE_MANAGER, 0);
  added = cli_ok (fixture, "banner", "add", png, "--name", "Podzim", "--alt", ALT, "--from", "2025-10-01", "--json",
                  NULL);
  id = cli_text (added->json, "id");
  path = g_strconcat ("/remarketing/banners/", id, NULL);
  changed = cli_ok (fixture, "banner", "change", "Podzim", "--name", "Zima", "--alt", "en=Winter", "--from", "none",
                    "--until", "2099-03-31", "--json", NULL);
  g_assert_cmpstr (cli_text (changed->json, "delivery"), ==, "sent");
  server = cli_api_get (fixture, path);
  alt = json_object_get_object_member (json_node_get_object (server), "alt_text");
  g_assert_cmpstr (cli_text (server, "name"), ==, "Zima");
  g_assert_cmpstr (json_object_get_string_member (alt, "en"), ==, "Winter");
  g_assert_cmpstr (json_object_get_string_member (alt, "cs"), ==, "Podzimní sleva");
  g_assert_true (json_object_get_null_member (json_node_get_object (server), "starts_on"));
  g_assert_cmpstr (cli_text (server, "ends_on"), ==, "2099-03-31");
  cli_refused (fixture, 1, "alt_text.cs:", "banner", "change", id, "--alt", "cs=", NULL);
  cli_refused (fixture, 2, "what to change", "banner", "change", id, NULL);

  archived = cli_ok (fixture, "banner", "archive", id, NULL);
  listed = cli_ok (fixture, "banner", "list", NULL);
  all = cli_ok (fixture, "banner", "list", "--all", NULL);
  g_assert_null (strstr (listed->out, "Zima"));
  g_assert_nonnull (strstr (all->out, "Zima"));
  out = cli_ok (fixture, "banner", "unarchive", id, "--json", NULL);
  g_assert_false (json_object_get_boolean_member (json_node_get_object (out->json), "archived"));
}

/* What offers show says of percent and banner, and that the banner must be there. */
static void
test_offers_show_says_percent_and_banner (void)
{
  g_autoptr (CliFixture) fixture = cli_fixture_new ();
  g_autofree char *png = find_image ("banner.png");
  g_autofree char *type = NULL;
  g_autofree char *good = NULL;
  g_autofree char *unknown = NULL;
  g_autofree char *path = NULL;
  g_autoptr (CliResult) added = NULL;
  g_autoptr (CliResult) set = NULL;
  g_autoptr (CliResult) shown = NULL;
  static const char form[] =
    "{\"tools\":{\"coupon\":{\"enabled\":true,\"placements\":[\"portal\",\"email\"],\"amounts\":["
    "{\"currency\":\"CZK\",\"kind\":\"percent\",\"amount\":\"12.50\",\"min_order_value\":\"500.00\"},"
    "{\"currency\":\"EUR\",\"kind\":\"percent\",\"amount\":\"12.50\",\"min_order_value\":\"0.00\"},"
    "{\"currency\":\"PLN\",\"kind\":\"percent\",\"amount\":\"12.50\",\"min_order_value\":\"90.00\"}],"
    "\"validity_days\":21},\"call_request\":{\"enabled\":false,\"placements\":[],\"text\":{\"cs\":\"Volat?\"}},"
    "\"banner\":{\"enabled\":true,\"placements\":[\"portal\"],\"banner\":\"%s\","
    "\"target_url\":\"https://www.example.cz/akce\"}}}";

  cli_fixture_connect (fixture, "workspace", WB_ROLE_MANAGER, 0);
  type = get_type (fixture, "return");
  added = cli_ok (fixture, "banner", "add", png, "--name", "Podzim", "--alt", ALT, "--until", "2099-03-31", "--json",
                  NULL);
  unknown = g_strdup_printf (form, "03000009-0000-4000-8000-00000000dead");
  path = cli_fixture_write (fixture, "unknown.json", unknown);
  cli_refused (fixture, 1, "tools.banner.banner", "offers", "set", type, "--file", path, NULL);
  g_free (path);
  good = g_strdup_printf (form, cli_text (added->json, "id"));
  path = cli_fixture_write (fixture, "good.json", good);
  set = cli_ok (fixture, "offers", "set", type, "--file", path, NULL);

  shown = cli_ok (fixture, "offers", "show", type, NULL);
  g_assert_nonnull (strstr (shown->out, "12.5% from an order of CZK\u00a0500.00, 21 days"));
  g_assert_nonnull (strstr (shown->out, "12.5% on any order in EUR, 21 days"));
  g_assert_nonnull (strstr (shown->out, "Podzim, until 2099-03-31"));
  g_assert_nonnull (strstr (shown->out, "https://www.example.cz/akce"));
  /* Used, it cannot be put away. */
  cli_refused (fixture, 1, "Customers are offered this banner", "banner", "archive", "Podzim", NULL);
}

static void
test_account_settings_are_set_by_a_manager (void)
{
  g_autoptr (CliFixture) fixture = cli_fixture_new ();
  g_autofree char *good = NULL;
  g_autofree char *bad = NULL;
  g_autofree char *none = NULL;
  g_autoptr (CliResult) set = NULL;
  g_autoptr (CliResult) shown = NULL;
  g_autoptr (JsonNode) server = NULL;
  JsonObject *cap;

  good = cli_fixture_write (fixture, "good.json",
                            "{\"call_goal_hours\":8,\"closed_days\":[\"2025-12-24\"],"
                            "\"coupon_cap\":{\"CZK\":\"500.00\"},"
                            "\"business_hours\":[{\"days\":[1,2,3],\"from\":\"09:00\",\"to\":\"17:00\"}]}");
  bad = cli_fixture_write (fixture, "bad.json", "{\"call_goal_hours\":-1}");
  none = cli_fixture_write (fixture, "none.json", "{\"time_zone\":\"Asia/Tokyo\"}");
  cli_fixture_connect (fixture, "workspace", WB_ROLE_MANAGER, 0);
  set = cli_ok (fixture, "account", "set", "--file", good, "--json", NULL);
  g_assert_cmpstr (cli_text (set->json, "delivery"), ==, "sent");
  server = cli_api_get (fixture, "/account");
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (server), "call_goal_hours"), ==, 8);
  cap = json_object_get_object_member (json_node_get_object (server), "coupon_cap");
  g_assert_cmpstr (json_object_get_string_member (cap, "CZK"), ==, "500.00");
  shown = cli_ok (fixture, "account", "show", NULL);
  g_assert_nonnull (strstr (shown->out, "8 hours"));
  g_assert_nonnull (strstr (shown->out, "Mon, Tue, Wed 09:00–17:00"));
  g_assert_nonnull (strstr (shown->out, "2025-12-24"));
  cli_refused (fixture, 1, "call_goal_hours", "account", "set", "--file", bad, NULL);
  cli_refused (fixture, 1, "none of the account's settings", "account", "set", "--file", none, NULL);
  g_assert_cmpuint (cli_count_outbox (fixture), ==, 0);

  cli_fixture_connect (fixture, "agent", WB_ROLE_AGENT, 0);
  cli_refused (fixture, 1, "", "account", "set", "--file", good, NULL);
}

static char *
find_conflict (CliFixture *fixture)
{
  g_autoptr (CliResult) listed = cli_ok (fixture, "conflicts", "--json", NULL);
  JsonObject *conflict;

  g_assert_cmpuint (cli_count (listed), ==, 1);
  conflict = json_array_get_object_element (json_node_get_array (listed->json), 0);
  return g_strdup_printf ("%" G_GINT64_FORMAT, json_object_get_int_member (conflict, "seq"));
}

static void
set_account (CliFixture *fixture,
             const char *text)
{
  g_autofree char *file = cli_fixture_write (fixture, "account.json", text);
  g_autoptr (CliResult) set = cli_ok (fixture, "account", "set", "--file", file, NULL);
}

static gint64
get_goal (CliFixture *fixture)
{
  g_autoptr (JsonNode) account = cli_api_get (fixture, "/account");

  return json_object_get_int_member (json_node_get_object (account), "call_goal_hours");
}

/* Two managers at the account: what does not clash is merged, what does is told and settled. */
static void
test_account_conflict_is_told_and_settled (void)
{
  g_autoptr (CliFixture) fixture = cli_fixture_new ();
  g_autofree char *file = NULL;
  g_autofree char *number = NULL;
  g_autoptr (CliResult) told = NULL;
  g_autoptr (CliResult) settled = NULL;
  g_autoptr (JsonNode) account = NULL;
  JsonArray *closed;

  cli_fixture_connect (fixture, "one", WB_ROLE_MANAGER, 0);
  cli_fixture_connect (fixture, "two", WB_ROLE_MANAGER, 1);
  cli_fixture_use (fixture, "one");
  set_account (fixture, "{\"call_goal_hours\":8}");
  cli_fixture_use (fixture, "two");
  set_account (fixture, "{\"closed_days\":[\"2025-12-24\"]}");
  g_assert_cmpint (get_goal (fixture), ==, 8);

  cli_fixture_use (fixture, "one");
  set_account (fixture, "{\"call_goal_hours\":6}");
  cli_fixture_use (fixture, "two");
  file = cli_fixture_write (fixture, "mine.json", "{\"call_goal_hours\":4,\"coupon_cap\":{\"CZK\":\"77.00\"}}");
  cli_refused (fixture, 1, "conflicts", "account", "set", "--file", file, NULL);
  g_assert_cmpint (get_goal (fixture), ==, 6);
  told = cli_ok (fixture, "conflicts", NULL);
  g_assert_nonnull (strstr (told->out, "Answer calls within"));
  g_assert_nonnull (strstr (told->out, "4 hours"));
  g_assert_nonnull (strstr (told->out, "6 hours"));
  number = find_conflict (fixture);
  settled = cli_ok (fixture, "conflicts", "settle", number, "theirs", NULL);
  g_assert_cmpint (get_goal (fixture), ==, 6);
  g_assert_cmpuint (cli_count_outbox (fixture), ==, 0);
  /* Theirs where it clashed, mine where it did not. */
  account = cli_api_get (fixture, "/account");
  closed = json_object_get_array_member (json_node_get_object (account), "closed_days");
  g_assert_cmpuint (json_array_get_length (closed), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (
                     json_object_get_object_member (json_node_get_object (account), "coupon_cap"), "CZK"),
                   ==, "77.00");
}

static void
test_banner_conflict_is_told_and_settled (void)
{
  g_autoptr (CliFixture) fixture = cli_fixture_new ();
  g_autofree char *png = find_image ("banner.png");
  g_autofree char *number = NULL;
  g_autofree char *path = NULL;
  g_autofree char *id = NULL;
  g_autoptr (CliResult) added = NULL;
  g_autoptr (CliResult) renamed = NULL;
  g_autoptr (CliResult) told = NULL;
  g_autoptr (CliResult) settled = NULL;
  g_autoptr (JsonNode) server = NULL;

  cli_fixture_connect (fixture, "one", WB_ROLE_MANAGER, 0);
  added = cli_ok (fixture, "banner", "add", png, "--name", "Podzim", "--alt", ALT, "--json", NULL);
  id = g_strdup (cli_text (added->json, "id"));
  cli_fixture_connect (fixture, "two", WB_ROLE_MANAGER, 1);
  cli_fixture_use (fixture, "one");
  renamed = cli_ok (fixture, "banner", "change", id, "--name", "Zima", NULL);
  cli_fixture_use (fixture, "two");
  cli_refused (fixture, 1, "conflicts", "banner", "change", id, "--name", "Jaro", "--until", "2099-01-31", NULL);
  told = cli_ok (fixture, "conflicts", NULL);
  g_assert_nonnull (strstr (told->out, "“Jaro”"));
  g_assert_nonnull (strstr (told->out, "“Zima”"));
  g_assert_nonnull (strstr (told->out, "“Podzim”"));
  number = find_conflict (fixture);
  settled = cli_ok (fixture, "conflicts", "settle", number, "mine", NULL);
  path = g_strconcat ("/remarketing/banners/", id, NULL);
  server = cli_api_get (fixture, path);
  g_assert_cmpstr (cli_text (server, "name"), ==, "Jaro");
  g_assert_cmpstr (cli_text (server, "ends_on"), ==, "2099-01-31");
  g_assert_cmpuint (cli_count_outbox (fixture), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cli/winbackctl-offers/history-tells-what-changed", test_offers_history_tells_what_changed);
  g_test_add_func ("/cli/winbackctl-offers/restore-is-a-new-version-of-the-same-bytes",
                   test_offers_restore_is_a_new_version_of_the_same_bytes);
  g_test_add_func ("/cli/winbackctl-offers/restore-is-for-managers", test_offers_restore_is_for_managers);
  g_test_add_func ("/cli/winbackctl-offers/history-is-kept-for-offline", test_offers_history_is_kept_for_offline);
  g_test_add_func ("/cli/winbackctl-offers/copy-arrives-switched-off", test_offers_copy_arrives_switched_off);
  g_test_add_func ("/cli/winbackctl-offers/activated-and-deactivated", test_offers_are_activated_and_deactivated);
  g_test_add_func ("/cli/winbackctl-offers/banner-is-added-once", test_banner_is_added_once);
  g_test_add_func ("/cli/winbackctl-offers/banner-add-refuses-as-the-service-does",
                   test_banner_add_refuses_as_the_service_does);
  g_test_add_func ("/cli/winbackctl-offers/banner-add-waits-for-the-server", test_banner_add_waits_for_the_server);
  g_test_add_func ("/cli/winbackctl-offers/banner-words-change-and-archiving-goes-both-ways",
                   test_banner_words_change_and_archiving_goes_both_ways);
  g_test_add_func ("/cli/winbackctl-offers/show-says-percent-and-banner", test_offers_show_says_percent_and_banner);
  g_test_add_func ("/cli/winbackctl-offers/account-is-set-by-a-manager", test_account_settings_are_set_by_a_manager);
  g_test_add_func ("/cli/winbackctl-offers/account-conflict-is-told-and-settled",
                   test_account_conflict_is_told_and_settled);
  g_test_add_func ("/cli/winbackctl-offers/banner-conflict-is-told-and-settled",
                   test_banner_conflict_is_told_and_settled);
  return g_test_run ();
}
