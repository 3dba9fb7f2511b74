/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Every example of the contract, both ways; and every member of every example replaced by every
 * wrong thing: that gives a record or one clear error, and nothing else. */

#include "config.h"

#include "wb-wire-account.h"
#include "wb-wire-activity.h"
#include "wb-wire-banner.h"
#include "wb-wire-coupon-event.h"
#include "wb-wire-coupon.h"
#include "wb-wire-event.h"
#include "wb-wire-merchant-store.h"
#include "wb-wire-offer-set.h"
#include "wb-wire-page.h"
#include "wb-wire-shop-caps.h"
#include "wb-wire-tag.h"
#include "wb-wire-ticket-state.h"
#include "wb-wire-ticket-type.h"
#include "wb-wire-ticket.h"
#include "wb-wire-user.h"

#include <string.h>

typedef struct
{
  const char *file;
  WbWireDecodeFunc decode;
  WbWireEncodeFunc encode;
  GDestroyNotify unref;
  const char *additions[8];   /* members that level 1 writes besides those of the example */
} Sample;

static gpointer
decode_stores (JsonNode  *node,
               GError   **error)
{
  return wb_wire_page_decode (node, (WbWireDecodeFunc) wb_wire_merchant_store_decode,
                              (GDestroyNotify) wb_merchant_store_unref, error);
}

static JsonNode *
encode_stores (gconstpointer record)
{
  const WbWirePage *page = record;

  return wb_wire_page_encode (page->count, page->current_page, page->total_pages, page->items,
                              (WbWireEncodeFunc) wb_wire_merchant_store_encode);
}

static JsonNode *
encode_events (gconstpointer record)
{
  const WbEventPage *page = record;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "results");
  json_builder_begin_array (builder);
  for (guint i = 0; i < page->events->len; i++)
    json_builder_add_value (builder, wb_wire_event_encode (g_ptr_array_index (page->events, i)));
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "next_cursor");
  json_builder_add_string_value (builder, page->next_cursor);
  json_builder_set_member_name (builder, "has_more");
  json_builder_add_boolean_value (builder, page->has_more);
  json_builder_end_object (builder);

  return json_builder_get_root (builder);
}

#define ONE(name, prefix)                                                   \
  name ".json", (WbWireDecodeFunc) wb_wire_ ## prefix ## _decode,               \
  (WbWireEncodeFunc) wb_wire_ ## prefix ## _encode, (GDestroyNotify) wb_ ## prefix ## _unref

static const Sample samples[] = {
  { ONE ("account", account),
    { "call_goal_hours", "business_hours", "closed_days", "coupon_cap", "coupon_budget",
      "coupon_cap_percent" } },
  { ONE ("user", user), { NULL } },
  { ONE ("ticket-type", ticket_type), { NULL } },
  { ONE ("ticket-state", ticket_state), { NULL } },
  { ONE ("tag", tag), { NULL } },
  { ONE ("ticket", ticket), { "portal_url" } },
  { ONE ("activity", activity), { NULL } },
  { ONE ("offer-set", offer_set), { NULL } },
  { ONE ("coupon", coupon), { "revenue", "revenue_currency", "refunded", "probable" } },
  { ONE ("coupon-event", coupon_event), { NULL } },
  { ONE ("shop-caps", shop_caps), { NULL } },
  { ONE ("banner", banner), { "starts_on", "ends_on" } },
  { ONE ("picture", picture), { NULL } },
  { "merchant-stores.json", decode_stores, encode_stores, (GDestroyNotify) wb_wire_page_free,
    { NULL } },
  { "events.json", (WbWireDecodeFunc) wb_wire_event_page_decode, encode_events,
    (GDestroyNotify) wb_event_page_free, { NULL } },
};

static JsonNode *
load (const char *name)
{
  g_autofree char *path = g_build_filename (TEST_DATA_DIR, "samples", name, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  JsonNode *node = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  node = wb_wire_parse (text, -1, WB_WIRE_MAX_BODY_BYTES, &error);
  g_assert_no_error (error);

  return node;
}

/* Every member of the example comes back as it was; nothing but the additions comes besides. */
static void
test_samples_round_trip (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (samples); i++) {
    const Sample *sample = &samples[i];
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) node = load (sample->file);
    g_autoptr (JsonNode) encoded = NULL;
    JsonObject *want = json_node_get_object (node);
    JsonObject *got = NULL;
    JsonObjectIter iter;
    const char *name = NULL;
    JsonNode *member = NULL;
    gpointer record = NULL;
    guint n_additions = 0;

    g_test_message ("%s", sample->file);
    record = sample->decode (node, &error);
    g_assert_no_error (error);
    encoded = sample->encode (record);
    sample->unref (record);
    got = json_node_get_object (encoded);

    json_object_iter_init (&iter, want);
    while (json_object_iter_next (&iter, &name, &member)) {
      JsonNode *other = json_object_get_member (got, name);

      if (!other || !json_node_equal (member, other)) {
        g_autofree char *text = other ? json_to_string (other, FALSE) : g_strdup ("missing");

        g_error ("%s: %s became %s", sample->file, name, text);
      }
    }
    while (n_additions < G_N_ELEMENTS (sample->additions) && sample->additions[n_additions]) {
      g_assert_true (json_object_has_member (got, sample->additions[n_additions]));
      n_additions++;
    }
    g_assert_cmpuint (json_object_get_size (got), ==, json_object_get_size (want) + n_additions);
  }
}

/* A second time round changes nothing at all. */
static void
test_samples_round_trip_twice (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (samples); i++) {
    const Sample *sample = &samples[i];
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) node = load (sample->file);
    g_autoptr (JsonNode) once = NULL;
    g_autoptr (JsonNode) twice = NULL;
    g_autofree char *text = NULL;
    g_autoptr (JsonNode) parsed = NULL;
    gpointer record = sample->decode (node, &error);

    g_assert_no_error (error);
    once = sample->encode (record);
    sample->unref (record);
    text = wb_wire_print (once);
    parsed = wb_wire_parse (text, -1, WB_WIRE_MAX_BODY_BYTES, &error);
    g_assert_no_error (error);
    record = sample->decode (parsed, &error);
    g_assert_no_error (error);
    twice = sample->encode (record);
    sample->unref (record);
    g_assert_true (json_node_equal (once, twice));
  }
}

/* A name of JSON's types in an array, as a page would hold it. */
static const char *wrong[] = {
  "null", "true", "false", "0", "-1", "1", "1.5", "99999999999999999999", "-99999999999999999999",
  "1e300", "9007199254740993", "\"\"", "\"x\"", "\"žluťoučký kůň\"", "\"2025-99-99T99:99:99Z\"",
  "\"2025-10-03T09:58:00.000Z\"", "\"12\"", "\"-5.00\"", "\"1e5\"", "[]", "[null]", "[1,\"a\",{}]",
  "[[[[[[[[1]]]]]]]]", "{}", "{\"id\":null}", "{\"id\":{\"id\":1}}", "{\"id\":\"x\"}",
  "{\"cs\":1}", "{\"with_vat\":{}}", "{\"enabled\":true}", "\"%s%n\"", "\"\\u0000\"", "\"\\ud800\"",
};

typedef struct
{
  const Sample *sample;
  JsonNode *root;        /* (unowned) the example, changed in place and put back */
  guint n_taken;
  guint n_refused;
} Mutation;

static void
try_mutant (Mutation   *mutation,
            const char *path)
{
  g_autoptr (GError) error = NULL;
  gpointer record = mutation->sample->decode (mutation->root, &error);

  if (record) {
    g_autoptr (JsonNode) encoded = mutation->sample->encode (record);

    g_assert_no_error (error);
    mutation->sample->unref (record);
    g_assert_nonnull (encoded);
    mutation->n_taken++;
  } else {
    g_assert_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_BAD_SHAPE);
    /* It names a place, and says something. */
    if (!strstr (error->message, ": "))
      g_error ("%s %s: “%s” names no path", mutation->sample->file, path, error->message);
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
    mutation->n_refused++;
  }
}

static void mutate_node (Mutation *mutation, const char *path, JsonNode *node);

static void
mutate_object (Mutation   *mutation,
               const char *path,
               JsonObject *object)
{
  g_autoptr (GList) names = json_object_get_members (object);

  for (GList *l = names; l; l = l->next) {
    g_autofree char *name = g_strdup (l->data);
    g_autofree char *inner = g_strdup_printf ("%s.%s", path, name);
    g_autoptr (JsonNode) kept = json_node_ref (json_object_get_member (object, name));

    for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
      json_object_set_member (object, name, wb_wire_parse (wrong[i], -1, 1000, NULL));
      try_mutant (mutation, inner);
    }
    json_object_remove_member (object, name);
    try_mutant (mutation, inner);
    json_object_set_member (object, name, json_node_ref (kept));
    mutate_node (mutation, inner, kept);
  }
}

static void
mutate_array (Mutation   *mutation,
              const char *path,
              JsonArray  *array)
{
  for (guint at = 0; at < json_array_get_length (array); at++) {
    g_autofree char *inner = g_strdup_printf ("%s[%u]", path, at);

    mutate_node (mutation, inner, json_array_get_element (array, at));
  }
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    json_array_add_element (array, wb_wire_parse (wrong[i], -1, 1000, NULL));
    try_mutant (mutation, path);
    json_array_remove_element (array, json_array_get_length (array) - 1);
  }
}

static void
mutate_node (Mutation   *mutation,
             const char *path,
             JsonNode   *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    mutate_object (mutation, path, json_node_get_object (node));
  else if (JSON_NODE_HOLDS_ARRAY (node))
    mutate_array (mutation, path, json_node_get_array (node));
}

static void
test_samples_survive_mutation (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (samples); i++) {
    g_autoptr (JsonNode) node = load (samples[i].file);
    Mutation mutation = { &samples[i], node, 0, 0 };

    mutate_node (&mutation, "$", node);
    g_test_message ("%s: %u taken, %u refused", samples[i].file, mutation.n_taken,
                    mutation.n_refused);
    /* A decoder that took all or refused all would decide nothing. */
    g_assert_cmpuint (mutation.n_taken, >, 0);
    g_assert_cmpuint (mutation.n_refused, >, 0);
  }
}

/* A value that is no object at all. */
static void
test_samples_refuse_other_roots (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (samples); i++) {
    for (guint n = 0; n < G_N_ELEMENTS (wrong); n++) {
      g_autoptr (JsonNode) node = wb_wire_parse (wrong[n], -1, 1000, NULL);
      g_autoptr (GError) error = NULL;
      gpointer record = NULL;

      if (JSON_NODE_HOLDS_OBJECT (node))
        continue;
      record = samples[i].decode (node, &error);
      g_assert_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_BAD_SHAPE);
      g_assert_true (g_str_has_prefix (error->message, "$: "));
      g_assert_null (record);
    }
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/wire/samples/round-trip", test_samples_round_trip);
  g_test_add_func ("/wb/wire/samples/round-trip-twice", test_samples_round_trip_twice);
  g_test_add_func ("/wb/wire/samples/survive-mutation", test_samples_survive_mutation);
  g_test_add_func ("/wb/wire/samples/refuse-other-roots", test_samples_refuse_other_roots);

  return g_test_run ();
}
