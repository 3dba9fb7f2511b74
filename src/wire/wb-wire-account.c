/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The account; see wb-wire-account.h. Only level 1 has it: what times, amounts and rights are
 * reckoned by is refused when it is of another type, what only decorates the portal is not.
 *
 * The forms of design.md 7's additions: `coupon_cap` and `coupon_budget` are objects currency →
 * decimal text, `coupon_cap_percent` is a decimal text or null, `closed_days` a list of dates. */

#include "config.h"

#include "wb-wire-account.h"

#include "wb-time.h"
#include "wb-wire-builder.h"
#include "wb-wire-hours.h"
#include "wb-wire-reader.h"

#include <glib/gi18n-lib.h>

/* 100 %, in hundredths of a percent. */
#define WHOLE 10000

static void
read_closed_days (WbWireReader *reader,
                  WbAccount    *self)
{
  g_auto (GStrv) texts = wb_wire_read_ids (reader, "closed_days", WB_WIRE_OPTIONAL);

  for (guint i = 0; texts[i]; i++) {
    gint32 day = 0;

    if (!wb_date_parse (texts[i], &day)) {
      wb_wire_reader_refuse (reader, "closed_days", _ ("not a date like 2025-10-03"));
      return;
    }
    g_array_append_val (self->closed_days, day);
  }
}

static void
read_amounts (WbWireReader *reader,
              const char   *name,
              GArray       *amounts)
{
  WbWireReader child;
  JsonObjectIter iter;
  const char *currency = NULL;
  JsonNode *node = NULL;

  if (!wb_wire_enter (reader, name, WB_WIRE_OPTIONAL, &child))
    return;

  json_object_iter_init_ordered (&iter, child.object);
  while (json_object_iter_next_ordered (&iter, &currency, &node)) {
    g_autofree char *text = wb_wire_dup_decimal (node);
    WbMoney money = WB_MONEY_NONE;

    if (JSON_NODE_HOLDS_NULL (node))
      continue;
    if (!text || !wb_money_parse_api (text, currency, TRUE, &money, NULL)) {
      wb_wire_reader_refuse (&child, currency, _ ("not an amount of money"));
      return;
    }
    g_array_append_val (amounts, money);
  }
}

/* "12.5" is 1250; -1 = none. */
static int
read_percent (WbWireReader *reader,
              const char   *name)
{
  g_autofree char *text = wb_wire_read_decimal (reader, name, WB_WIRE_OPTIONAL);
  WbMoney hundredths = WB_MONEY_NONE;

  if (!text)
    return -1;
  /* A percentage has the two digits that the euro has. */
  if (!wb_money_parse_api (text, "EUR", TRUE, &hundredths, NULL) ||
      hundredths.minor < 0 || hundredths.minor > WHOLE) {
    wb_wire_reader_refuse (reader, name, _ ("not a percentage from 0 to 100"));
    return -1;
  }

  return (int) hundredths.minor;
}

static void
read_portal (WbWireReader *reader,
             WbAccount    *self)
{
  WbWireReader portal;
  WbWireReader colors;

  wb_wire_enter (reader, "portal", WB_WIRE_LENIENT, &portal);
  self->portal_url = wb_wire_read_text (&portal, "url", WB_WIRE_LENIENT);
  wb_wire_enter (&portal, "colors", WB_WIRE_LENIENT, &colors);
  self->color_primary = wb_wire_read_text (&colors, "primary", WB_WIRE_LENIENT);
  self->color_button_text = wb_wire_read_text (&colors, "button_text", WB_WIRE_LENIENT);
  self->color_background = wb_wire_read_text (&colors, "background", WB_WIRE_LENIENT);
  self->color_text = wb_wire_read_text (&colors, "text", WB_WIRE_LENIENT);
  self->font = wb_wire_read_text (&portal, "font", WB_WIRE_LENIENT);
  self->corner_radius = wb_wire_read_text (&portal, "corner_radius", WB_WIRE_LENIENT);
}

static void
read_strv (WbWireReader *reader,
           const char   *name,
           GStrv        *texts)
{
  g_strfreev (*texts);
  *texts = wb_wire_read_ids (reader, name, WB_WIRE_OPTIONAL);
}

/**
 * wb_wire_account_decode:
 * @node: the account of reference/retino-api.md B.2
 *
 * Returns: (transfer full): the account; `NULL` with WB_WIRE_ERROR_BAD_SHAPE
 */
WbAccount *
wb_wire_account_decode (JsonNode  *node,
                        GError   **error)
{
  g_autoptr (WbAccount) self = NULL;
  WbWireReader reader;
  WbWireReader numbering;
  WbWireReader addons;
  WbWireReader remarketing;

  g_return_val_if_fail (node, NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  self = wb_account_new ();
  wb_wire_reader_init (&reader, node);
  self->id = wb_wire_read_id (&reader, "id", WB_WIRE_REQUIRED);
  self->name = wb_wire_read_lang_text (&reader, "name", WB_WIRE_LENIENT);
  self->time_zone = wb_wire_read_text (&reader, "time_zone", WB_WIRE_REQUIRED);
  self->default_language = wb_wire_read_text (&reader, "default_language", WB_WIRE_REQUIRED);
  read_strv (&reader, "languages", &self->languages);
  read_strv (&reader, "currencies", &self->currencies);
  self->default_currency = wb_wire_read_text (&reader, "default_currency", WB_WIRE_REQUIRED);
  self->default_ticket_type = wb_wire_read_id (&reader, "default_ticket_type", WB_WIRE_LENIENT);
  wb_wire_enter (&reader, "ticket_numbering", WB_WIRE_LENIENT, &numbering);
  self->numbering_prefix = wb_wire_read_text (&numbering, "prefix", WB_WIRE_LENIENT);
  self->numbering_suffix_length = wb_wire_read_small (&numbering, "suffix_length",
                                                      WB_WIRE_LENIENT, 0);
  read_portal (&reader, self);
  wb_wire_enter (&reader, "addons", WB_WIRE_OPTIONAL, &addons);
  wb_wire_enter (&addons, "remarketing", WB_WIRE_OPTIONAL, &remarketing);
  self->remarketing_active = wb_wire_read_bool (&remarketing, "active", WB_WIRE_OPTIONAL, FALSE);
  self->remarketing_activated_at = wb_wire_read_time (&remarketing, "activated_at",
                                                      WB_WIRE_LENIENT);
  read_strv (&reader, "features", &self->features);
  self->call_goal_hours = wb_wire_read_small (&reader, "call_goal_hours", WB_WIRE_OPTIONAL,
                                              self->call_goal_hours);
  wb_wire_read_hours (&reader, "business_hours", WB_WIRE_OPTIONAL, self->business_hours);
  read_closed_days (&reader, self);
  read_amounts (&reader, "coupon_cap", self->coupon_cap);
  read_amounts (&reader, "coupon_budget", self->coupon_budget);
  self->coupon_cap_percent_hundredths = read_percent (&reader, "coupon_cap_percent");
  self->version = wb_wire_read_int (&reader, "version", WB_WIRE_OPTIONAL, 0);

  return wb_wire_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * wb_wire_account_put_colors:
 * @object: an object
 * @self: an account
 *
 * Adds the portal's colours as member `colors`, the form they have wherever they are told.
 */
void
wb_wire_account_put_colors (JsonObject      *object,
                            const WbAccount *self)
{
  JsonObject *colors;

  g_return_if_fail (object);
  g_return_if_fail (self);

  colors = json_object_new ();
  wb_wire_put_text (colors, "primary", self->color_primary);
  wb_wire_put_text (colors, "button_text", self->color_button_text);
  wb_wire_put_text (colors, "background", self->color_background);
  wb_wire_put_text (colors, "text", self->color_text);
  json_object_set_object_member (object, "colors", colors);
}

static void
put_portal (JsonObject      *object,
            const WbAccount *self)
{
  JsonObject *portal = json_object_new ();

  wb_wire_put_text (portal, "url", self->portal_url);
  wb_wire_account_put_colors (portal, self);
  wb_wire_put_text (portal, "font", self->font);
  wb_wire_put_text (portal, "corner_radius", self->corner_radius);
  json_object_set_object_member (object, "portal", portal);
}

static void
put_addons (JsonObject      *object,
            const WbAccount *self)
{
  JsonObject *addons = json_object_new ();
  JsonObject *remarketing = json_object_new ();

  json_object_set_boolean_member (remarketing, "active", self->remarketing_active);
  wb_wire_put_time (remarketing, "activated_at", self->remarketing_activated_at);
  json_object_set_object_member (addons, "remarketing", remarketing);
  json_object_set_object_member (object, "addons", addons);
}

static void
put_closed_days (JsonObject *object,
                 GArray     *closed_days)
{
  JsonArray *array = json_array_sized_new (closed_days->len);

  for (guint i = 0; i < closed_days->len; i++) {
    g_autofree char *text = wb_date_format (g_array_index (closed_days, gint32, i));

    json_array_add_string_element (array, text);
  }
  json_object_set_array_member (object, "closed_days", array);
}

static void
put_amounts (JsonObject *object,
             const char *name,
             GArray     *amounts)
{
  JsonObject *currencies = json_object_new ();

  for (guint i = 0; i < amounts->len; i++) {
    const WbMoney *money = &g_array_index (amounts, WbMoney, i);
    g_autofree char *text = wb_money_format_api (money);

    json_object_set_string_member (currencies, money->currency, text);
  }
  json_object_set_object_member (object, name, currencies);
}

/**
 * wb_wire_account_encode:
 * @self: an account
 *
 * Returns: (transfer full): it in the form of reference/retino-api.md B.2 with the additions of
 *   design.md 7
 */
JsonNode *
wb_wire_account_encode (const WbAccount *self)
{
  JsonObject *object = NULL;
  JsonObject *numbering = NULL;
  g_autofree char *percent = NULL;

  g_return_val_if_fail (self, NULL);

  object = json_object_new ();
  wb_wire_put_text (object, "id", self->id);
  wb_wire_put_lang_text (object, "name", self->name);
  wb_wire_put_text (object, "time_zone", self->time_zone);
  wb_wire_put_text (object, "default_language", self->default_language);
  wb_wire_put_texts (object, "languages", self->languages);
  wb_wire_put_texts (object, "currencies", self->currencies);
  wb_wire_put_text (object, "default_currency", self->default_currency);
  wb_wire_put_text (object, "default_ticket_type", self->default_ticket_type);
  numbering = json_object_new ();
  wb_wire_put_text (numbering, "prefix", self->numbering_prefix);
  json_object_set_int_member (numbering, "suffix_length", self->numbering_suffix_length);
  json_object_set_object_member (object, "ticket_numbering", numbering);
  put_portal (object, self);
  put_addons (object, self);
  wb_wire_put_texts (object, "features", self->features);
  json_object_set_int_member (object, "call_goal_hours", self->call_goal_hours);
  wb_wire_put_hours (object, "business_hours", self->business_hours);
  put_closed_days (object, self->closed_days);
  put_amounts (object, "coupon_cap", self->coupon_cap);
  put_amounts (object, "coupon_budget", self->coupon_budget);
  if (self->coupon_cap_percent_hundredths >= 0)
    percent = g_strdup_printf ("%d.%02d", self->coupon_cap_percent_hundredths / 100,
                               self->coupon_cap_percent_hundredths % 100);
  wb_wire_put_text (object, "coupon_cap_percent", percent);
  json_object_set_int_member (object, "version", self->version);

  return wb_wire_take_object (object);
}
