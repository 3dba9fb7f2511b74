/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One table of offers that keep to the rules and that break them (tests/data/offer-rules.json), held
 * against all who judge: the service's PUT, `winbackctl offers set`, saving in the workspace, and
 * the window's editor. Each must refuse what the domain refuses, with its paths, codes and
 * sentences, and store the rest as it was sent. */

#include "config.h"

#include "cli-fixture.h"
#include "offer-rules.h"

#include <string.h>

#include "wb-http.h"
#include "wb-offer-editor.h"
#include "wb-offer-rules.h"
#include "wb-offer-store.h"
#include "wb-staff-actions.h"
#include "wb-wire-merchant-store.h"
#include "wb-wire-offer-set.h"

/* Each judge saves into a type of its own, so that none is in another's way. */
typedef enum
{
  OF_SERVICE,
  OF_CTL,
  OF_DESK,
  N_TYPES,
} Whose;

typedef struct
{
  CliFixture *cli;
  OfferRules *rules;
  WbHttp *http;
  char *types[N_TYPES];
} Fixture;

static void
add_banner (Fixture    *fixture,
            const char *id,
            const char *file,
            gboolean    archived)
{
  g_autofree char *path = g_build_filename (TEST_DATA_DIR, "images", "banner.png", NULL);
  g_autoptr (WbBanner) banner = wb_banner_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  char *content = NULL;
  gsize length = 0;

  g_file_get_contents (path, &content, &length, &error);
  g_assert_no_error (error);
  bytes = g_bytes_new_take (content, length);
  banner->id = g_strdup (id);
  banner->name = g_strdup ("Podzim");
  wb_lang_text_set (banner->alt_text, "cs", "Sleva");
  banner->archived = archived;
  banner->created_at = banner->updated_at = wb_clock_now (fixture->cli->clock);
  banner->version = 1;
  banner->picture = wb_picture_new ();
  banner->picture->id = g_strdup (file);
  banner->picture->name = g_strdup ("banner.png");
  banner->picture->mime_type = g_strdup ("image/png");
  banner->picture->size = (gint64) length;
  banner->picture->sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  banner->picture->width = 320;
  banner->picture->height = 80;
  wb_portal_import_banner (fixture->cli->portal, banner, bytes, WB_TIME_NONE, &error);
  g_assert_no_error (error);
}

/* The portal's own shops, with or without coupons. */
static void
set_shops (Fixture  *fixture,
           gboolean  with_coupons)
{
  g_autoptr (JsonNode) page = cli_api_get (fixture->cli, "/account/stores");
  JsonArray *list = json_object_get_array_member (json_node_get_object (page), "results");

  g_assert_cmpuint (json_array_get_length (list), ==,
                    g_strv_length (fixture->rules->currencies));
  for (guint i = 0; i < json_array_get_length (list); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (WbMerchantStore) store =
      wb_wire_merchant_store_decode (json_array_get_element (list, i), &error);

    g_assert_no_error (error);
    g_assert_true (g_strv_contains ((const char *const *) fixture->rules->currencies,
                                    store->currencies[0]));
    store->supports_coupons = with_coupons;
    store->version++;
    wb_portal_import_store (fixture->cli->portal, store, NULL, &error);
    g_assert_no_error (error);
  }
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (JsonNode) types = NULL;
  g_autoptr (GError) error = NULL;
  JsonArray *list = NULL;

  fixture->cli = cli_fixture_new ();
  fixture->rules = offer_rules_load ();
  fixture->http = wb_http_new (NULL, fixture->cli->clock, &error);
  g_assert_no_error (error);
  types = cli_api_get (fixture->cli, "/types");
  list = json_object_get_array_member (json_node_get_object (types), "results");
  g_assert_cmpuint (json_array_get_length (list), >=, N_TYPES);
  for (guint i = 0; i < N_TYPES; i++)
    fixture->types[i] = g_strdup (
      json_object_get_string_member (json_array_get_object_element (list, i), "id"));

  add_banner (fixture, fixture->rules->banner, "02000001-0000-4000-8000-000000000001", FALSE);
  add_banner (fixture, fixture->rules->archived_banner, "02000002-0000-4000-8000-000000000002",
              TRUE);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  for (guint i = 0; i < N_TYPES; i++)
    g_free (fixture->types[i]);
  wb_http_free (fixture->http);
  offer_rules_free (fixture->rules);
  cli_fixture_free (fixture->cli);
}

/* A judge, and what it is told. */
typedef void (*Judge) (Fixture *fixture, const OfferRule *rule, gpointer data);

static void
for_each_rule (Fixture  *fixture,
               gboolean  no_shops,
               Judge     judge,
               gpointer  data)
{
  for (guint i = 0; i < fixture->rules->rules->len; i++) {
    const OfferRule *rule = g_ptr_array_index (fixture->rules->rules, i);

    if (rule->no_shops != no_shops)
      continue;
    g_test_message ("%s: %s", rule->rule, rule->what);
    judge (fixture, rule, data);
  }
}

static WbOfferSet *
get_stored (Fixture *fixture,
            Whose    whose)
{
  g_autofree char *path = g_strconcat ("/remarketing/settings/", fixture->types[whose], NULL);
  g_autoptr (JsonNode) node = cli_api_get (fixture->cli, path);
  g_autoptr (GError) error = NULL;
  WbOfferSet *set = wb_wire_offer_set_decode (node, &error);

  g_assert_no_error (error);

  return set;
}

static WbOfferSet *
decode (const OfferRule *rule)
{
  g_autoptr (GError) error = NULL;
  WbOfferSet *set = wb_wire_offer_set_decode (rule->body, &error);

  g_assert_no_error (error);

  return set;
}

static void
assert_stored (Fixture         *fixture,
               Whose            whose,
               const OfferRule *rule)
{
  g_autoptr (WbOfferSet) sent = decode (rule);
  g_autoptr (WbOfferSet) stored = get_stored (fixture, whose);

  g_assert_true (wb_offer_set_equal_tools (sent, stored));
}

/* The service. */

static WbHttpReply *
put (Fixture         *fixture,
     const OfferRule *rule,
     gint64           version)
{
  g_autofree char *url = g_strconcat (fixture->cli->url, "/remarketing/settings/",
                                      fixture->types[OF_SERVICE], NULL);
  g_autofree char *token = g_strconcat (
    "Token ", wb_demo_data_get_token (fixture->cli->data, WB_ROLE_MANAGER, 0), NULL);
  g_autofree char *match = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", version);
  g_autofree char *key = g_uuid_string_random ();
  char *headers[] = {
    (char *) "Authorization", token, (char *) "If-Match", match, (char *) "Idempotency-Key", key,
    NULL,
  };
  g_autofree char *text = wb_wire_print (rule->body);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  WbHttpRequest request = {
    .method = "PUT",
    .url = url,
    .headers = headers,
    .body = body,
    .content_type = "application/json",
  };
  g_autoptr (GError) error = NULL;
  WbHttpReply *reply = wb_http_send (fixture->http, &request, NULL, &error);

  g_assert_no_error (error);

  return reply;
}

/* The errors of an answer are just those expected: the same places, codes and sentences. */
static void
assert_same_errors (WbHttpReply *reply,
                    GPtrArray   *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = wb_wire_parse (g_bytes_get_data (reply->body, NULL),
                                             (gssize) g_bytes_get_size (reply->body),
                                             WB_WIRE_MAX_BODY_BYTES, &error);
  JsonObject *object = NULL;
  guint n_errors = 0;
  g_autoptr (GList) paths = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (node), "code"), ==,
                   "validation_failed");
  object = json_object_get_object_member (json_node_get_object (node), "errors");
  paths = json_object_get_members (object);
  for (GList *l = paths; l; l = l->next)
    n_errors += json_array_get_length (json_object_get_array_member (object, l->data));
  g_assert_cmpuint (n_errors, ==, expected->len);

  for (guint i = 0; i < expected->len; i++) {
    const WbProblem *problem = g_ptr_array_index (expected, i);
    JsonArray *list = NULL;
    gboolean is_told = FALSE;

    g_test_message ("  %s %s", problem->path, problem->code);
    g_assert_true (json_object_has_member (object, problem->path));
    list = json_object_get_array_member (object, problem->path);
    for (guint k = 0; k < json_array_get_length (list); k++) {
      JsonObject *one = json_array_get_object_element (list, k);

      is_told |= g_str_equal (json_object_get_string_member (one, "code"), problem->code) &&
                 g_str_equal (json_object_get_string_member (one, "message"), problem->message);
    }
    g_assert_true (is_told);
  }
}

static void
judge_service (Fixture         *fixture,
               const OfferRule *rule,
               gpointer         data)
{
  g_autoptr (GPtrArray) expected = offer_rules_judge (fixture->rules, rule, FALSE);
  g_autoptr (WbOfferSet) before = get_stored (fixture, OF_SERVICE);
  g_autoptr (WbHttpReply) reply = put (fixture, rule, before->version);

  g_assert_cmpuint (reply->status, ==, expected->len == 0 ? 200 : 400);
  if (expected->len == 0) {
    assert_stored (fixture, OF_SERVICE, rule);
  } else {
    g_autoptr (WbOfferSet) after = get_stored (fixture, OF_SERVICE);

    assert_same_errors (reply, expected);
    g_assert_true (wb_offer_set_equal_tools (before, after));
  }
}

static void
test_offer_rules_service (Fixture       *fixture,
                          gconstpointer  data)
{
  set_shops (fixture, FALSE);
  for_each_rule (fixture, TRUE, judge_service, NULL);
  set_shops (fixture, TRUE);
  for_each_rule (fixture, FALSE, judge_service, NULL);
}

/* The command line. */

static void
judge_ctl (Fixture         *fixture,
           const OfferRule *rule,
           gpointer         data)
{
  g_autoptr (GPtrArray) expected = offer_rules_judge (fixture->rules, rule, TRUE);
  g_autofree char *text = wb_wire_print (rule->body);
  g_autofree char *file = cli_fixture_write (fixture->cli, "offers.json", text);
  g_autoptr (CliResult) result = NULL;
  g_autoptr (GString) words = g_string_new ("winbackctl: Nothing was stored: ");

  /* It passes on what only the service knows to be none, and is refused there. */
  if (rule->clients_pass_on)
    return;

  result = cli_run (fixture->cli, "offers", "set", fixture->types[OF_CTL], "--file", file, NULL);
  for (guint i = 0; i < expected->len; i++) {
    const WbProblem *problem = g_ptr_array_index (expected, i);

    g_string_append_printf (words, "%s%s: %s", i > 0 ? "; " : "", problem->path,
                            problem->message);
  }
  g_string_append_c (words, '\n');
  if (expected->len == 0) {
    g_assert_cmpstr (result->err, ==, "");
    g_assert_cmpint (result->status, ==, 0);
    assert_stored (fixture, OF_CTL, rule);
  } else {
    g_assert_cmpstr (result->err, ==, words->str);
    g_assert_cmpint (result->status, ==, 1);
  }
}

static void
test_offer_rules_ctl (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr (CliResult) synced = NULL;

  set_shops (fixture, FALSE);
  cli_fixture_connect (fixture->cli, "ctl", WB_ROLE_MANAGER, 0);
  for_each_rule (fixture, TRUE, judge_ctl, NULL);
  set_shops (fixture, TRUE);
  synced = cli_ok (fixture->cli, "sync", NULL);
  for_each_rule (fixture, FALSE, judge_ctl, NULL);
}

/* The workspace, where the window saves. */

static WbWorkspace *
open_workspace (Fixture *fixture)
{
  g_autoptr (WbRandom) random = wb_system_random_new ();
  g_autoptr (GError) error = NULL;
  WbWorkspace *workspace = wb_workspace_open (fixture->cli->workspace, fixture->cli->clock, random,
                                              &error);

  g_assert_no_error (error);

  return workspace;
}

static void
judge_desk (Fixture         *fixture,
            const OfferRule *rule,
            gpointer         data)
{
  WbWorkspace *workspace = data;
  g_autoptr (GPtrArray) expected = offer_rules_judge (fixture->rules, rule, TRUE);
  g_autoptr (WbOfferSet) set = decode (rule);
  g_autoptr (WbOfferSet) base = wb_offer_set_new ();
  g_autoptr (GError) error = NULL;
  gboolean saved;

  g_free (set->type);
  set->type = g_strdup (fixture->types[OF_DESK]);
  base->type = g_strdup (set->type);
  saved = wb_action_save_offers (workspace, set, base, &error);
  if (expected->len == 0) {
    g_assert_no_error (error);
    g_assert_true (saved);
  } else {
    g_assert_false (saved);
    g_assert_error (error, WB_ACTION_ERROR, WB_ACTION_ERROR_INVALID);
    g_assert_cmpstr (error->message, ==, ((WbProblem *) g_ptr_array_index (expected, 0))->message);
  }
}

static void
test_offer_rules_desk (Fixture       *fixture,
                       gconstpointer  data)
{
  static const gboolean no_shops[] = { TRUE, FALSE };

  for (gsize i = 0; i < G_N_ELEMENTS (no_shops); i++) {
    WbWorkspace *workspace = NULL;

    set_shops (fixture, !no_shops[i]);
    cli_fixture_connect (fixture->cli, no_shops[i] ? "bare" : "desk", WB_ROLE_MANAGER, 0);
    workspace = open_workspace (fixture);
    for_each_rule (fixture, no_shops[i], judge_desk, workspace);
    wb_workspace_close (workspace);
  }
}

/* The editor. It names the shops that would go without a coupon, shows one percentage as one, and
 * takes away blank texts; all else is word for word the domain's. */

static gboolean
is_named_by_shop (const char *code)
{
  return g_str_equal (code, "amount_missing") || g_str_equal (code, "currency_unknown");
}

static gboolean
shows_problem (GPtrArray        *shown,
               const WbOfferSet *set,
               const WbProblem  *problem)
{
  g_auto (WbOfferPlace) place = { 0 };
  gboolean is_percentage = wb_offer_view_is_percent (set);

  wb_offer_view_find_place (set, problem->path, &place);
  for (guint i = 0; i < shown->len; i++) {
    const WbOfferProblem *other = g_ptr_array_index (shown, i);

    if (other->tool != place.tool || other->field != place.field ||
        g_strcmp0 (other->code, problem->code) != 0)
      continue;
    if (is_named_by_shop (problem->code))
      return other->message && *other->message != '\0';
    if ((is_percentage || g_strcmp0 (other->detail, place.detail) == 0) &&
        g_strcmp0 (other->message, problem->message) == 0)
      return TRUE;
  }

  return FALSE;
}

static void
judge_editor (Fixture         *fixture,
              const OfferRule *rule,
              gpointer         data)
{
  g_autoptr (GPtrArray) expected = offer_rules_judge (fixture->rules, rule, TRUE);
  g_autoptr (GPtrArray) stores = offer_rules_new_stores (fixture->rules, rule->no_shops);
  g_autoptr (GPtrArray) banners =
    g_ptr_array_new_with_free_func ((GDestroyNotify) wb_banner_unref);
  g_autoptr (WbOfferSet) shown = wb_offer_set_new ();
  g_autoptr (WbOfferSet) set = decode (rule);
  g_autoptr (WbOfferEditor) editor = NULL;
  GPtrArray *problems = NULL;

  for (int i = 0; i < 2; i++) {
    WbBanner *banner = wb_banner_new ();

    banner->id = g_strdup (i == 0 ? fixture->rules->banner : fixture->rules->archived_banner);
    banner->archived = i == 1;
    g_ptr_array_add (banners, banner);
  }
  shown->type = g_strdup ("b1");
  editor = wb_offer_editor_new (shown, stores, fixture->rules->default_language, "en_US");
  wb_offer_editor_set_banners (editor, banners);
  wb_offer_editor_replace_tools (editor, set);
  problems = wb_offer_editor_get_problems (editor);

  if (rule->desktop_tidies)
    g_ptr_array_set_size (expected, 0);
  for (guint i = 0; i < problems->len; i++)
    g_test_message ("  %s: %s", ((WbOfferProblem *) g_ptr_array_index (problems, i))->code,
                    ((WbOfferProblem *) g_ptr_array_index (problems, i))->message);
  g_assert_true ((problems->len == 0) == (expected->len == 0));
  g_assert_cmpuint (problems->len, <=, expected->len);
  for (guint i = 0; i < expected->len; i++)
    g_assert_true (shows_problem (problems, set, g_ptr_array_index (expected, i)));
  /* What may not be saved cannot be, and the other way round. */
  g_assert_true (wb_offer_editor_is_dirty (editor));
  g_assert_true (wb_offer_editor_can_save (editor) == (expected->len == 0));
}

static void
test_offer_rules_editor (Fixture       *fixture,
                         gconstpointer  data)
{
  for_each_rule (fixture, TRUE, judge_editor, NULL);
  for_each_rule (fixture, FALSE, judge_editor, NULL);
}

#define ADD(path, function)                                                       \
  g_test_add ("/wb/e2e/offer-rules/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("service", test_offer_rules_service);
  ADD ("ctl", test_offer_rules_ctl);
  ADD ("desk", test_offer_rules_desk);
  ADD ("editor", test_offer_rules_editor);

  return g_test_run ();
}
