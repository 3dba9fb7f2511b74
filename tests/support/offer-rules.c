/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The table of the rules of offers; see offer-rules.h. */

#include "config.h"

#include "offer-rules.h"

#include <string.h>

#include "wb-merchant-store.h"
#include "wb-wire-offer-set.h"

static void
offer_rule_free (OfferRule *self)
{
  g_free (self->rule);
  g_free (self->what);
  json_node_unref (self->body);
  g_ptr_array_unref (self->problems);
  g_free (self);
}

/* The value itself, or the long text that it stands for. */
static JsonNode *
expand (JsonNode *value)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (value) ? json_node_get_object (value) : NULL;
  JsonNode *expanded = NULL;

  if (object && json_object_has_member (object, "repeat")) {
    JsonArray *parts = json_object_get_array_member (object, "repeat");
    guint n_parts = json_array_get_length (parts);
    gint64 times = json_array_get_int_element (parts, n_parts - 1);
    g_autoptr (GString) text = g_string_new (NULL);

    if (n_parts == 3)
      g_string_append (text, json_array_get_string_element (parts, 0));
    while (times-- > 0)
      g_string_append (text, json_array_get_string_element (parts, n_parts - 2));
    expanded = json_node_new (JSON_NODE_VALUE);
    json_node_set_string (expanded, text->str);
    return expanded;
  }

  expanded = json_node_copy (value);
  if (object) {
    g_autoptr (GList) names = json_object_get_members (object);

    for (GList *l = names; l; l = l->next)
      json_object_set_member (json_node_get_object (expanded), l->data,
                              expand (json_object_get_member (object, l->data)));
  }

  return expanded;
}

static void
merge (JsonObject *into,
       JsonObject *members)
{
  g_autoptr (GList) names = json_object_get_members (members);

  for (GList *l = names; l; l = l->next)
    json_object_set_member (into, l->data, expand (json_object_get_member (members, l->data)));
}

/* A tool by its name, or the coupon's row of a currency written in small letters. */
static JsonObject *
find_place (JsonNode   *body,
            const char *name)
{
  JsonObject *tools = json_object_get_object_member (json_node_get_object (body), "tools");
  g_autofree char *currency = g_ascii_strup (name, -1);
  JsonArray *amounts = NULL;

  if (json_object_has_member (tools, name))
    return json_object_get_object_member (tools, name);

  amounts = json_object_get_array_member (json_object_get_object_member (tools, "coupon"),
                                          "amounts");
  for (guint i = 0; i < json_array_get_length (amounts); i++) {
    JsonObject *amount = json_array_get_object_element (amounts, i);

    if (g_str_equal (json_object_get_string_member (amount, "currency"), currency))
      return amount;
  }
  g_error ("The table edits %s, which the base does not have", name);
}

/* json_node_copy () shares what it holds. */
static JsonNode *
copy_deeply (JsonNode *node)
{
  g_autofree char *text = json_to_string (node, FALSE);

  return json_from_string (text, NULL);
}

static OfferRule *
load_rule (JsonObject *row,
           JsonNode   *base)
{
  OfferRule *self = g_new0 (OfferRule, 1);
  JsonObject *edit = json_object_get_object_member (row, "edit");
  JsonArray *problems = json_object_get_array_member (row, "problems");
  /* Tools before rows: an edit may bring rows of its own. */
  g_autoptr (GList) names = json_object_get_members (edit);

  self->rule = g_strdup (json_object_get_string_member (row, "rule"));
  self->what = g_strdup (json_object_get_string_member (row, "what"));
  self->body = copy_deeply (base);
  for (GList *l = names; l; l = l->next)
    merge (find_place (self->body, l->data), json_object_get_object_member (edit, l->data));

  self->problems = wb_problems_new ();
  for (guint i = 0; i < json_array_get_length (problems); i++) {
    JsonArray *problem = json_array_get_array_element (problems, i);

    wb_problems_add (self->problems, json_array_get_string_element (problem, 1), "", "%s",
                     json_array_get_string_element (problem, 0));
  }
  self->no_shops = json_object_has_member (row, "shops");
  self->clients_pass_on = json_object_has_member (row, "clients_pass_on");
  self->desktop_tidies = json_object_has_member (row, "desktop_tidies");

  return self;
}

OfferRules *
offer_rules_load (void)
{
  OfferRules *self = g_new0 (OfferRules, 1);
  g_autofree char *path = g_build_filename (TEST_DATA_DIR, "offer-rules.json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GStrvBuilder) currencies = g_strv_builder_new ();
  g_autoptr (GList) banners = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *root = NULL;
  JsonArray *list = NULL;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  root = json_node_get_object (json_parser_get_root (parser));
  self->default_language = g_strdup (json_object_get_string_member (root, "default_language"));
  list = json_object_get_array_member (root, "currencies");
  for (guint i = 0; i < json_array_get_length (list); i++)
    g_strv_builder_add (currencies, json_array_get_string_element (list, i));
  self->currencies = g_strv_builder_end (currencies);

  banners = json_object_get_members (json_object_get_object_member (root, "banners"));
  for (GList *l = banners; l; l = l->next) {
    JsonObject *banner = json_object_get_object_member (
      json_object_get_object_member (root, "banners"), l->data);

    if (json_object_get_boolean_member (banner, "archived"))
      self->archived_banner = g_strdup (l->data);
    else
      self->banner = g_strdup (l->data);
  }

  self->base = json_object_dup_member (root, "base");
  self->rules = g_ptr_array_new_with_free_func ((GDestroyNotify) offer_rule_free);
  list = json_object_get_array_member (root, "rows");
  for (guint i = 0; i < json_array_get_length (list); i++)
    g_ptr_array_add (self->rules, load_rule (json_array_get_object_element (list, i), self->base));

  return self;
}

void
offer_rules_free (OfferRules *self)
{
  g_free (self->default_language);
  g_strfreev (self->currencies);
  g_free (self->banner);
  g_free (self->archived_banner);
  json_node_unref (self->base);
  g_ptr_array_unref (self->rules);
  g_free (self);
}

GPtrArray *
offer_rules_new_stores (const OfferRules *self,
                        gboolean          no_shops)
{
  GPtrArray *stores = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_merchant_store_unref);

  for (gsize i = 0; self->currencies[i]; i++) {
    WbMerchantStore *store = wb_merchant_store_new ();
    const char *currencies[] = { self->currencies[i], NULL };

    store->id = g_strdup_printf ("shop-%s", self->currencies[i]);
    store->store_id = g_strdup (store->id);
    store->name = g_strdup (store->id);
    g_strfreev (store->currencies);
    store->currencies = g_strdupv ((GStrv) currencies);
    store->supports_coupons = !no_shops;
    g_ptr_array_add (stores, store);
  }

  return stores;
}

static gboolean
find_banner (const char *banner_id,
             gboolean   *archived_out,
             gpointer    data)
{
  const OfferRules *self = data;

  *archived_out = g_str_equal (banner_id, self->archived_banner);

  return *archived_out || g_str_equal (banner_id, self->banner);
}

GPtrArray *
offer_rules_judge (OfferRules      *self,
                   const OfferRule *rule,
                   gboolean         as_client)
{
  g_autoptr (GPtrArray) stores = offer_rules_new_stores (self, rule->no_shops);
  g_autoptr (WbOfferSet) set = NULL;
  g_autoptr (GError) error = NULL;
  WbOfferContext context = {
    .stores = stores,
    .default_language = self->default_language,
    .banner_exists = find_banner,
    .banner_data = self,
    .keep_unknown_kinds = as_client,
  };

  set = wb_wire_offer_set_decode (rule->body, &error);
  g_assert_no_error (error);

  return wb_offer_set_validate (set, &context);
}
