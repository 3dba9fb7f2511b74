/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Banners: their rules, who uses them, and what becomes of them (reference/retino-api.md B.8). */

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "portal-fixture.h"

#define BANNERS "/remarketing/banners"
#define SETTINGS(type) "/remarketing/settings/" type
#define TEXT "\"alt_text\":{\"cs\":\"Sleva\"}"

/* Settings with the banner tool alone. */
static char *
make_settings (const char *banner_id,
               gboolean    enabled)
{
  return g_strdup_printf (
    "{\"tools\":{\"coupon\":{\"enabled\":false,\"placements\":[],\"amounts\":[],\"validity_days\":null},"
    "\"call_request\":{\"enabled\":false,\"placements\":[],\"text\":{}},"
    "\"banner\":{\"enabled\":%s,\"placements\":[\"portal\"],\"banner\":\"%s\","
    "\"target_url\":\"https://www.example.cz/akce\"}}}",
    enabled ? "true" : "false", banner_id);
}

static void
put_settings (Fixture    *fixture,
              const char *type,
              const char *banner_id,
              gboolean    enabled,
              guint       status)
{
  g_autofree char *path = g_strconcat ("/remarketing/settings/", type, NULL);
  g_autofree char *body = make_settings (banner_id, enabled);
  g_autoptr (Answer) before = ask (fixture, "GET", path, MANAGER, NULL, NULL);
  g_autoptr (Answer) put = ask_write (fixture, "PUT", path, MANAGER, answer_int (before, "version"), body);

  assert_status (put, status);
}

static Answer *
get_banner (Fixture    *fixture,
            const char *id)
{
  g_autofree char *path = g_strconcat (BANNERS "/", id, NULL);
  Answer *answer = ask (fixture, "GET", path, EVA, NULL, NULL);

  assert_status (answer, 200);

  return answer;
}

static Answer *
patch_banner (Fixture    *fixture,
              const char *id,
              gint64      version,
              const char *body)
{
  g_autofree char *path = g_strconcat (BANNERS "/", id, NULL);

  return ask_write (fixture, "PATCH", path, MANAGER, version, body);
}

static Answer *
delete_banner (Fixture    *fixture,
               const char *id,
               const char *headers)
{
  g_autofree char *path = g_strconcat (BANNERS "/", id, NULL);

  return ask (fixture, "DELETE", path, MANAGER, headers, NULL);
}

static void
test_create (void)
{
  g_autofree char *long_name = g_strnfill (100, 'n');
  g_autofree char *too_long_name = g_strnfill (101, 'n');
  const struct {
    const char *why;
    const char *token;
    const char *name;   /* as JSON */
    const char *file;   /* NULL = the one uploaded */
    const char *more;
    guint status;
    const char *code;
    const char *problem;
  } rows[] = {
    { "nobody", NULL, "\"A\"", NULL, "," TEXT, 401, "token_invalid", NULL },
    { "an agent", EVA, "\"A\"", NULL, "," TEXT, 403, "role_required", NULL },
    { "a name of another type", MANAGER, "[]", NULL, "," TEXT, 400, "invalid_request", NULL },
    { "no name", MANAGER, "\"\"", NULL, "," TEXT, 400, "validation_failed", "name" },
    { "null for a name", MANAGER, "null", NULL, "," TEXT, 400, "validation_failed", "name" },
    { "too long a name", MANAGER, too_long_name, NULL, "," TEXT, 400, "validation_failed", "name" },
    { "no words", MANAGER, "\"A\"", NULL, "", 400, "validation_failed", "alt_text.cs" },
    { "words in another language only", MANAGER, "\"A\"", NULL, ",\"alt_text\":{\"en\":\"Sale\"}", 400,
      "validation_failed", "alt_text.cs" },
    { "tags", MANAGER, "\"A\"", NULL, ",\"alt_text\":{\"cs\":\"<b>Sleva</b>\"}", 400, "validation_failed",
      "alt_text.cs" },
    { "ends before it starts", MANAGER, "\"A\"", NULL,
      "," TEXT ",\"starts_on\":\"2025-10-02\",\"ends_on\":\"2025-10-01\"", 400, "validation_failed", "ends_on" },
    { "no date", MANAGER, "\"A\"", NULL, "," TEXT ",\"starts_on\":\"tomorrow\"", 400, "invalid_request", NULL },
    { "no such day", MANAGER, "\"A\"", NULL, "," TEXT ",\"ends_on\":\"2025-02-30\"", 400, "invalid_request", NULL },
    { "no such file", MANAGER, "\"A\"", "\"nothing\"", "," TEXT, 400, "file_unknown", "file" },
    { "no file", MANAGER, "\"A\"", "null", "," TEXT, 400, "file_unknown", "file" },
    { "no file, and no name either", MANAGER, "\"\"", "null", "," TEXT, 400, "file_unknown", "name" },
    { "one day", MANAGER, "\"A\"", NULL, "," TEXT ",\"starts_on\":\"2025-10-02\",\"ends_on\":\"2025-10-02\"", 201,
      NULL, NULL },
    { "the longest name", MANAGER, long_name, NULL, "," TEXT, 201, NULL, NULL },
    { "what is not its own to say", MANAGER, "\"A\"", NULL,
      "," TEXT ",\"archived\":true,\"version\":9,\"used_by\":[\"x\"],\"id\":\"x\"", 201, NULL, NULL },
  };
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (GBytes) image = load_image ("banner.png");
  g_autoptr (Answer) file = ask_upload (fixture, MANAGER, "k", "a.png", image);
  g_autofree char *file_id = answer_text (file, "id");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    gboolean is_json = rows[i].name[0] == '"' || rows[i].name[0] == '[' ||
                       g_str_equal (rows[i].name, "null");
    g_autofree char *file_json = rows[i].file ? g_strdup (rows[i].file) : g_strdup_printf ("\"%s\"", file_id);
    g_autofree char *body = g_strdup_printf ("{\"name\":%s%s%s,\"file\":%s%s}", is_json ? "" : "\"", rows[i].name,
                                             is_json ? "" : "\"", file_json, rows[i].more);
    g_autoptr (Answer) answer = ask_write (fixture, "POST", BANNERS, rows[i].token, -1, body);

    g_test_message ("%s", rows[i].why);
    assert_status (answer, rows[i].status);
    if (rows[i].code)
      assert_text (answer, "code", rows[i].code);
    if (rows[i].problem)
      g_assert_true (json_object_has_member (
                       json_object_get_object_member (json_node_get_object (answer->json), "errors"), rows[i].problem));
    if (rows[i].status == 201) {
      assert_text (answer, "file.id", file_id);
      assert_text (answer, "archived", "false");
      assert_text (answer, "used_by", "[]");
      g_assert_cmpint (answer_int (answer, "version"), ==, 1);
      g_assert_cmpstr (answer_header (answer, "etag"), ==, "\"1\"");
    }
  }
  g_assert_cmpint (ask_ledger (fixture, "SELECT count(*) FROM banner"), ==, 3);
}

static void
test_list (void)
{
  static const struct {
    const char *query;
    guint status;
    int count;
    const char *first;
  } rows[] = {
    { "", 200, 2, "Third" },
    { "?archived=false", 200, 2, "Third" },
    { "?archived=true", 200, 1, "First" },
    { "?archived=all", 200, 3, "Third" },
    { "?archived=all&ordering=created_at", 200, 3, "First" },
    { "?archived=all&ordering=name", 200, 3, "First" },
    { "?archived=all&ordering=-name", 200, 3, "Third" },
    { "?archived=all&ordering=updated_at&updated_at_from=2025-10-03T10:02:00.000Z", 200, 2, "Third" },
    { "?archived=all&page_size=1&page=2", 200, 3, "Second" },
    { "?archived=all&page_size=1&page=4", 404, 0, NULL },
    { "?archived=maybe", 400, 0, NULL },
    { "?ordering=file", 400, 0, NULL },
    { "?updated_at_from=today", 400, 0, NULL },
  };
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *first = add_banner (fixture, "First", "");
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  g_autofree char *url = NULL;
  g_autoptr (Answer) archived = NULL;
  g_autoptr (Answer) list = NULL;
  g_autoptr (Answer) same = NULL;
  g_autoptr (Answer) one = NULL;
  g_autofree char *header = NULL;

  fixture_advance (fixture, WB_MINUTE_MS);
  second = add_banner (fixture, "Second", "");
  fixture_advance (fixture, WB_MINUTE_MS);
  third = add_banner (fixture, "Third", ",\"starts_on\":\"2025-10-01\",\"ends_on\":null");
  fixture_advance (fixture, WB_MINUTE_MS);
  archived = patch_banner (fixture, first, 1, "{\"archived\":true}");
  assert_status (archived, 200);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strconcat (BANNERS, rows[i].query, NULL);
    g_autoptr (Answer) answer = ask (fixture, "GET", path, EVA, NULL, NULL);

    g_test_message ("%s", rows[i].query);
    assert_status (answer, rows[i].status);
    if (rows[i].status == 200) {
      g_assert_cmpint (answer_int (answer, "count"), ==, rows[i].count);
      assert_text (answer, "results.0.name", rows[i].first);
    }
  }

  list = ask (fixture, "GET", BANNERS, EVA, NULL, NULL);
  header = g_strdup_printf ("If-None-Match: %s\r\n", answer_header (list, "etag"));
  same = ask (fixture, "GET", BANNERS, EVA, header, NULL);
  assert_status (same, 304);
  assert_text (list, "results.0.starts_on", "2025-10-01");
  g_assert_true (answer_has (list, "results.0.ends_on"));
  assert_text (list, "results.0.ends_on", "");
  url = answer_text (list, "results.0.file.url");
  g_assert_true (g_str_has_prefix (url, "http://127.0.0.1/f/"));

  one = get_banner (fixture, third);
  assert_text (one, "file.url", url);
  assert_text (one, "file.mime_type", "image/png");
  g_assert_cmpstr (answer_header (one, "etag"), ==, "\"1\"");
  {
    g_autoptr (Answer) not_changed = ask (fixture, "GET", BANNERS "/nothing", EVA, NULL, NULL);

    assert_refused (not_changed, 404, "not_found");
  }
}

static void
test_patch (void)
{
  static const struct {
    const char *why;
    int version;        /* -1 = none */
    const char *body;
    guint status;
    const char *code;
    const char *member;
    const char *value;
  } rows[] = {
    { "no version", -1, "{\"name\":\"B\"}", 428, "precondition_required", NULL, NULL },
    { "stale", 7, "{\"name\":\"B\"}", 412, "version_mismatch", "current.name", "A" },
    { "no object", 1, "[]", 400, "invalid_request", NULL, NULL },
    { "archived is yes or no", 1, "{\"archived\":null}", 400, "invalid_request", NULL, NULL },
    { "no name", 1, "{\"name\":null}", 400, "validation_failed", "errors.name.0.code", NULL },
    { "no words", 1, "{\"alt_text\":null}", 400, "validation_failed", NULL, NULL },
    { "ends before it starts", 1, "{\"ends_on\":\"2025-09-30\"}", 400, "validation_failed",
      "errors.ends_on.0.code", "period_reversed" },
    { "nothing", 1, "{}", 200, NULL, "name", "A" },
    { "a name", 2, "{\"name\":\"B\"}", 200, NULL, "name", "B" },
    { "words", 3, "{\"alt_text\":{\"cs\":\"Výprodej\"}}", 200, NULL, "alt_text", "{\"cs\":\"Výprodej\"}" },
    { "an end", 4, "{\"ends_on\":\"2025-12-31\"}", 200, NULL, "ends_on", "2025-12-31" },
    { "no start any more", 5, "{\"starts_on\":null}", 200, NULL, "starts_on", "" },
    { "the end is as it was", 6, "{\"archived\":true}", 200, NULL, "ends_on", "2025-12-31" },
    { "not archived any more", 7, "{\"archived\":false}", 200, NULL, "archived", "false" },
    { "what cannot be changed", 8, "{\"file\":\"x\",\"version\":99,\"created_at\":null}", 200, NULL, "name", "B" },
  };
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *id = add_banner (fixture, "A", ",\"starts_on\":\"2025-10-01\"");
  g_autofree char *path = g_strconcat (BANNERS "/", id, NULL);
  g_autoptr (Answer) agent = ask_write (fixture, "PATCH", path, EVA, 1, "{\"name\":\"B\"}");
  g_autoptr (Answer) nothing = ask_write (fixture, "PATCH", BANNERS "/x", MANAGER, 1, "{}");
  g_autoptr (Answer) no_key = ask (fixture, "PATCH", path, MANAGER, "If-Match: \"1\"\r\n", "{}");
  g_autoptr (Answer) last = NULL;

  assert_refused (agent, 403, "role_required");
  assert_refused (nothing, 404, "not_found");
  assert_refused (no_key, 400, "idempotency_key_required");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Answer) answer = patch_banner (fixture, id, rows[i].version, rows[i].body);

    g_test_message ("%s", rows[i].why);
    assert_status (answer, rows[i].status);
    if (rows[i].code)
      assert_text (answer, "code", rows[i].code);
    if (rows[i].member) {
      g_assert_true (answer_has (answer, rows[i].member));
      if (rows[i].value)
        assert_text (answer, rows[i].member, rows[i].value);
    }
    if (rows[i].status == 200)
      g_assert_cmpint (answer_int (answer, "version"), ==, rows[i].version + 1);
  }
  last = get_banner (fixture, id);
  assert_text (last, "file.mime_type", "image/png");
  assert_text (last, "created_at", "2025-10-03T10:00:00.000Z");
}

/* Two managers change one banner: the second is shown what the first made of it. */
static void
test_two_managers (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *id = add_banner (fixture, "A", "");
  g_autofree char *path = g_strconcat (BANNERS "/", id, NULL);
  g_autofree char *url = NULL;
  g_autoptr (Answer) first = ask (fixture, "PATCH", path, MANAGER,
                                  "Idempotency-Key: k1\r\nIf-Match: \"1\"\r\n", "{\"name\":\"B\"}");
  g_autoptr (Answer) second = ask (fixture, "PATCH", path, MANAGER,
                                   "Idempotency-Key: k2\r\nIf-Match: \"1\"\r\n", "{\"name\":\"C\"}");
  g_autoptr (Answer) again = ask (fixture, "PATCH", path, MANAGER,
                                  "Idempotency-Key: k1\r\nIf-Match: \"1\"\r\n", "{\"name\":\"B\"}");
  g_autoptr (Answer) deleted = NULL;
  g_autoptr (Answer) merged = NULL;

  assert_status (first, 200);
  assert_refused (second, 412, "version_mismatch");
  assert_text (second, "current.name", "B");
  url = answer_text (second, "current.file.url");
  g_assert_true (g_str_has_prefix (url, "http://127.0.0.1/f/"));
  g_assert_cmpstr (answer_header (second, "etag"), ==, "\"2\"");
  /* Sent again it is neither refused nor done twice. */
  assert_status (again, 200);
  g_assert_cmpstr (answer_header (again, "idempotency-replayed"), ==, "true");
  g_assert_cmpstr (again->body, ==, first->body);

  deleted = delete_banner (fixture, id, "If-Match: \"1\"\r\n");
  assert_refused (deleted, 412, "version_mismatch");
  merged = patch_banner (fixture, id, 2, "{\"name\":\"C\"}");
  assert_status (merged, 200);
}

static void
test_delete (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *id = add_banner (fixture, "A", "");
  g_autofree char *path = g_strconcat (BANNERS "/", id, NULL);
  g_autoptr (Answer) agent = ask (fixture, "DELETE", path, EVA, "If-Match: \"1\"\r\n", NULL);
  g_autoptr (Answer) no_version = delete_banner (fixture, id, NULL);
  g_autoptr (Answer) deleted = delete_banner (fixture, id, "If-Match: \"1\"\r\n");
  g_autoptr (Answer) again = delete_banner (fixture, id, "If-Match: \"1\"\r\n");
  g_autoptr (Answer) events = ask (fixture, "GET", "/events?types=banner", EVA, NULL, NULL);

  assert_refused (agent, 403, "role_required");
  assert_refused (no_version, 428, "precondition_required");
  assert_status (deleted, 204);
  g_assert_cmpstr (deleted->body, ==, "");
  assert_refused (again, 404, "not_found");
  assert_text (events, "results.0.event_type", "banner.created");
  assert_text (events, "results.1.event_type", "banner.deleted");
  assert_text (events, "results.1.banner.id", id);
  assert_text (events, "results.1.banner.deleted_at", "2025-10-03T10:00:00.000Z");
  g_assert_cmpint (answer_int (events, "results.1.banner.version"), ==, 2);
  assert_text (events, "results.1.actor", MANAGER_ID);
  g_assert_false (answer_has (events, "results.1.banner.name"));
}

/* What settings enable stays; what they merely name does not count. */
static void
test_in_use (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *id = add_banner (fixture, "A", "");
  g_autoptr (Answer) draft = NULL;
  g_autoptr (Answer) used = NULL;
  g_autoptr (Answer) archived = NULL;
  g_autoptr (Answer) deleted = NULL;
  g_autoptr (Answer) renamed = NULL;
  g_autoptr (Answer) free_again = NULL;

  put_settings (fixture, TYPE_RETURN, id, FALSE, 200);
  draft = get_banner (fixture, id);
  assert_text (draft, "used_by", "[]");
  g_assert_cmpint (answer_int (draft, "version"), ==, 1);

  put_settings (fixture, TYPE_RETURN, id, TRUE, 200);
  used = get_banner (fixture, id);
  assert_text (used, "used_by.0", TYPE_RETURN);
  g_assert_false (answer_has (used, "used_by.1"));
  g_assert_cmpint (answer_int (used, "version"), ==, 2);

  archived = patch_banner (fixture, id, 2, "{\"archived\":true}");
  assert_refused (archived, 409, "banner_in_use");
  assert_text (archived, "current.used_by.0", TYPE_RETURN);
  deleted = delete_banner (fixture, id, "If-Match: \"2\"\r\n");
  assert_refused (deleted, 409, "banner_in_use");
  /* All else may be changed. */
  renamed = patch_banner (fixture, id, 2, "{\"name\":\"B\",\"ends_on\":\"2025-10-01\"}");
  assert_status (renamed, 200);
  assert_text (renamed, "used_by.0", TYPE_RETURN);

  put_settings (fixture, TYPE_RETURN, id, FALSE, 200);
  free_again = patch_banner (fixture, id, 4, "{\"archived\":true}");
  assert_status (free_again, 200);
  deleted = (answer_free (deleted), delete_banner (fixture, id, "If-Match: \"5\"\r\n"));
  assert_status (deleted, 204);
}

/* Who uses a banner is told by events, in the version that says so. */
static void
test_used_by_events (void)
{
  static const struct {
    const char *type;
    const char *banner;
    const char *used_by;  /* as JSON */
    int version;
  } expected[] = {
    { "banner.created", "A", "[]", 1 },
    { "banner.created", "B", "[]", 1 },
    { "banner.updated", "A", "[\"" TYPE_RETURN "\"]", 2 },
    { "banner.updated", "A", "[\"" TYPE_RETURN "\",\"" TYPE_CLAIM "\"]", 3 },
    { "banner.updated", "A", "[\"" TYPE_CLAIM "\"]", 4 },
    { "banner.updated", "B", "[\"" TYPE_RETURN "\"]", 2 },
    { "banner.updated", "B", "[]", 3 },
  };
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *a = add_banner (fixture, "A", "");
  g_autofree char *b = add_banner (fixture, "B", "");
  g_autoptr (Answer) events = NULL;

  put_settings (fixture, TYPE_RETURN, a, TRUE, 200);
  put_settings (fixture, TYPE_CLAIM, a, TRUE, 200);
  /* The same again changes the settings, but nobody's use. */
  put_settings (fixture, TYPE_RETURN, a, TRUE, 200);
  put_settings (fixture, TYPE_RETURN, b, TRUE, 200);
  put_settings (fixture, TYPE_RETURN, b, FALSE, 200);

  events = ask (fixture, "GET", "/events?types=banner", EVA, NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++) {
    g_autofree char *type = g_strdup_printf ("results.%u.event_type", i);
    g_autofree char *name = g_strdup_printf ("results.%u.banner.name", i);
    g_autofree char *used_by = g_strdup_printf ("results.%u.banner.used_by", i);
    g_autofree char *version = g_strdup_printf ("results.%u.banner.version", i);
    g_autofree char *url_path = g_strdup_printf ("results.%u.banner.file.url", i);
    g_autofree char *url = answer_text (events, url_path);

    g_test_message ("%u: %s %s", i, expected[i].type, expected[i].banner);
    assert_text (events, type, expected[i].type);
    assert_text (events, name, expected[i].banner);
    assert_text (events, used_by, expected[i].used_by);
    g_assert_cmpint (answer_int (events, version), ==, expected[i].version);
    g_assert_true (g_str_has_prefix (url, "http://127.0.0.1/f/"));
  }
  g_assert_false (answer_has (events, "results.7"));
}

/* The rules of B.5 about banners, each with its refused twin. */
static void
test_settings_name_banners (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *id = add_banner (fixture, "A", "");
  g_autofree char *old = add_banner (fixture, "Old", ",\"ends_on\":\"2025-01-01\"");
  g_autofree char *archived = add_banner (fixture, "Archived", "");
  const struct {
    const char *why;
    const char *banner;
    gboolean enabled;
    guint status;
    const char *code;
  } rows[] = {
    { "none", "", TRUE, 400, "banner_required" },
    { "no such banner", "nothing", TRUE, 400, "banner_required" },
    { "an archived one", archived, TRUE, 400, "banner_archived" },
    { "a draft may name what is not there", "nothing", FALSE, 200, NULL },
    { "a draft may name an archived one", archived, FALSE, 200, NULL },
    { "one whose days are over", old, TRUE, 200, NULL },
    { "one that runs", id, TRUE, 200, NULL },
  };
  g_autoptr (Answer) patched = patch_banner (fixture, archived, 1, "{\"archived\":true}");
  gint64 version = 17;

  assert_status (patched, 200);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *body = make_settings (rows[i].banner, rows[i].enabled);
    g_autoptr (Answer) answer = ask_write (fixture, "PUT", SETTINGS (TYPE_RETURN), MANAGER, version, body);

    g_test_message ("%s", rows[i].why);
    assert_status (answer, rows[i].status);
    if (rows[i].code) {
      JsonObject *errors = json_object_get_object_member (json_node_get_object (answer->json), "errors");
      JsonArray *found = json_object_get_array_member (errors, "tools.banner.banner");

      g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (found, 0), "code"), ==,
                       rows[i].code);
    } else {
      version++;
    }
  }
}

/* A ledger of the version before banners opens, keeps what it had and takes banners. */
static void
test_frozen_ledger (void)
{
  g_autofree char *source = g_build_filename (TEST_DATA_DIR, "ledger-v1", "portal.db", NULL);
  g_autofree char *dir = g_dir_make_tmp ("winback-ledger-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "portal.db", NULL);
  g_autofree char *copy = g_strconcat (path, ".v1.bak", NULL);
  g_autofree char *data = NULL;
  gsize size = 0;
  g_autoptr (WbClock) clock = WB_CLOCK (wb_movable_clock_new (NOW, FALSE));
  g_autoptr (WbRandom) random = wb_system_random_new ();
  static const char token[] = "9699b7caad8d6837074f1f093777dfa2b8fdbecb";

  g_assert_true (g_file_get_contents (source, &data, &size, NULL));
  g_assert_true (g_file_set_contents (path, data, (gssize) size, NULL));
  for (int round = 0; round < 2; round++) {
    WbPortalOptions options = { .db_path = path, .rate_limit_per_minute = WB_PORTAL_RATE_OFF, .bare = TRUE };
    g_autoptr (GError) error = NULL;
    Fixture fixture = { .db = path };
    g_autoptr (Answer) tickets = NULL;
    g_autoptr (Answer) settings = NULL;
    g_autofree char *banner = NULL;

    fixture.portal = wb_portal_open (&options, clock, random, &error);
    g_assert_no_error (error);
    wb_portal_start (fixture.portal, &error);
    g_assert_no_error (error);
    g_assert_true (g_file_test (copy, G_FILE_TEST_EXISTS));

    tickets = ask (&fixture, "GET", "/tickets", token, NULL, NULL);
    g_assert_cmpint (answer_int (tickets, "count"), ==, 24);
    settings = ask (&fixture, "GET", "/remarketing/settings", token, NULL, NULL);
    assert_text (settings, "results.0.tools.coupon.enabled", "true");
    g_assert_cmpint (ask_ledger (&fixture, "SELECT count(*) FROM banner"), ==, round);
    if (round == 0) {
      g_autoptr (GBytes) image = load_image ("banner.png");
      g_autoptr (Answer) file = ask_upload (&fixture, token, "k", "a.png", image);
      g_autofree char *id = answer_text (file, "id");
      g_autofree char *body = g_strdup_printf ("{\"name\":\"A\",\"file\":\"%s\"," TEXT "}", id);
      g_autoptr (Answer) made = ask_write (&fixture, "POST", BANNERS, token, -1, body);

      assert_status (made, 201);
    }
    wb_portal_stop (fixture.portal);
    g_assert_finalize_object (fixture.portal);
  }
  {
    g_autoptr (GDir) listing = g_dir_open (dir, 0, NULL);
    const char *name = NULL;

    while ((name = g_dir_read_name (listing))) {
      g_autofree char *file = g_build_filename (dir, name, NULL);

      g_assert_no_errno (g_unlink (file));
    }
  }
  g_assert_no_errno (g_rmdir (dir));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/portal/banners/are-made-by-their-rules", test_create);
  g_test_add_func ("/wb/portal/banners/are-listed-newest-first", test_list);
  g_test_add_func ("/wb/portal/banners/change-by-their-rules", test_patch);
  g_test_add_func ("/wb/portal/banners/a-second-manager-sees-the-firsts", test_two_managers);
  g_test_add_func ("/wb/portal/banners/go-and-are-told-gone", test_delete);
  g_test_add_func ("/wb/portal/banners/in-use-stay", test_in_use);
  g_test_add_func ("/wb/portal/banners/tell-who-uses-them", test_used_by_events);
  g_test_add_func ("/wb/portal/banners/settings-name-those-that-are-there", test_settings_name_banners);
  g_test_add_func ("/wb/portal/banners/a-ledger-from-before-takes-them", test_frozen_ledger);

  return g_test_run ();
}
