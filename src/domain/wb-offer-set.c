/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One ticket type's offers: the record, copies and equality. The rules are in wb-offer-set-rules.c,
 * merging in wb-offer-set-merge.c. */

#include "config.h"

#include "wb-offer-set.h"

#include "wb-deadline.h"
#include "wb-offer-fields.h"
#include "wb-time.h"

static const struct {
  WbPlacements placement;
  const char *text;
} placements[] = {
  { WB_PLACEMENT_PORTAL, "portal" },
  { WB_PLACEMENT_TICKET_DETAIL, "ticket_detail" },
  { WB_PLACEMENT_EMAIL, "email" },
};

static void
init_coupon_amount (WbCouponAmount *self)
{
}

static void
clear_coupon_amount (WbCouponAmount *self)
{
  g_free (self->currency);
  g_free (self->kind);
  g_free (self->amount);
  g_free (self->min_order_value);
}

WB_DEFINE_RECORD (WbCouponAmount, wb_coupon_amount, init_coupon_amount, clear_coupon_amount)

static void
init_offer_set (WbOfferSet *self)
{
  self->amounts = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_coupon_amount_unref);
  self->validity_days = -1;
  self->call_text = wb_lang_text_new ();
  self->call_deadline_days = WB_PROMISE_DAYS;
  self->updated_at = WB_TIME_NONE;
}

static void
clear_offer_set (WbOfferSet *self)
{
  g_free (self->type);
  g_ptr_array_unref (self->amounts);
  wb_lang_text_unref (self->call_text);
  g_free (self->banner);
  g_free (self->banner_target_url);
  g_free (self->updated_by);
}

WB_DEFINE_RECORD (WbOfferSet, wb_offer_set, init_offer_set, clear_offer_set)

/**
 * wb_placement_from_text:
 * @text: (nullable): a word of the API
 *
 * Returns: the placement; `WB_PLACEMENT_NONE` for `NULL` and for words we do not know
 */
WbPlacements
wb_placement_from_text (const char *text)
{
  for (gsize i = 0; i < G_N_ELEMENTS (placements); i++) {
    if (g_strcmp0 (placements[i].text, text) == 0)
      return placements[i].placement;
  }

  return WB_PLACEMENT_NONE;
}

/**
 * wb_placement_to_text:
 * @placement: exactly one placement
 *
 * Returns: (nullable) (transfer none): the word of the API; `NULL` for none and for several
 */
const char *
wb_placement_to_text (WbPlacements placement)
{
  for (gsize i = 0; i < G_N_ELEMENTS (placements); i++) {
    if (placements[i].placement == placement)
      return placements[i].text;
  }

  return NULL;
}

static WbCouponAmount *
copy_coupon_amount (const WbCouponAmount *self)
{
  WbCouponAmount *copy = wb_coupon_amount_new ();

  copy->currency = g_strdup (self->currency);
  copy->kind = g_strdup (self->kind);
  copy->amount = g_strdup (self->amount);
  copy->min_order_value = g_strdup (self->min_order_value);

  return copy;
}

/**
 * wb_offer_set_copy:
 * @self: a set
 *
 * A copy that shares nothing with @self, to be edited.
 *
 * Returns: (transfer full): the copy
 */
WbOfferSet *
wb_offer_set_copy (const WbOfferSet *self)
{
  WbOfferSet *copy;

  g_return_val_if_fail (self, NULL);

  copy = wb_offer_set_new ();
  copy->type = g_strdup (self->type);
  copy->coupon_enabled = self->coupon_enabled;
  copy->coupon_placements = self->coupon_placements;
  for (guint i = 0; i < self->amounts->len; i++)
    g_ptr_array_add (copy->amounts, copy_coupon_amount (g_ptr_array_index (self->amounts, i)));
  copy->validity_days = self->validity_days;
  copy->call_enabled = self->call_enabled;
  copy->call_placements = self->call_placements;
  wb_lang_text_unref (copy->call_text);
  copy->call_text = wb_lang_text_copy (self->call_text);
  copy->call_deadline_days = self->call_deadline_days;
  copy->banner_enabled = self->banner_enabled;
  copy->banner_placements = self->banner_placements;
  copy->banner = g_strdup (self->banner);
  copy->banner_target_url = g_strdup (self->banner_target_url);
  copy->updated_at = self->updated_at;
  copy->updated_by = g_strdup (self->updated_by);
  copy->version = self->version;

  return copy;
}

static gboolean
equal_amounts (const WbOfferSet *a,
               const WbOfferSet *b)
{
  if (a->amounts->len != b->amounts->len)
    return FALSE;

  for (guint i = 0; i < a->amounts->len; i++) {
    const WbCouponAmount *mine = g_ptr_array_index (a->amounts, i);
    const WbCouponAmount *other = wb_offer_set_find_amount (b, mine->currency);

    /* With a currency twice (a draft can hold that) only the order can tell which is meant. */
    if (other && wb_offer_set_find_amount (a, mine->currency) != mine)
      other = g_ptr_array_index (b->amounts, i);
    if (!other || g_strcmp0 (mine->currency, other->currency) != 0 ||
        g_strcmp0 (mine->kind, other->kind) != 0 ||
        !wb_offer_decimals_equal (mine->amount, other->amount) ||
        !wb_offer_decimals_equal (mine->min_order_value, other->min_order_value))
      return FALSE;
  }

  return TRUE;
}

/**
 * wb_offer_set_equal_tools:
 * @a: a set
 * @b: another
 *
 * Whether both offer customers the same: everything a person sets, in whatever order currencies and
 * languages stand, and nothing the server keeps.
 *
 * Returns: `TRUE` if they do
 */
gboolean
wb_offer_set_equal_tools (const WbOfferSet *a,
                          const WbOfferSet *b)
{
  g_return_val_if_fail (a, FALSE);
  g_return_val_if_fail (b, FALSE);

  return !a->coupon_enabled == !b->coupon_enabled &&
         a->coupon_placements == b->coupon_placements && equal_amounts (a, b) &&
         a->validity_days == b->validity_days && !a->call_enabled == !b->call_enabled &&
         a->call_placements == b->call_placements &&
         wb_lang_text_equal (a->call_text, b->call_text) &&
         !a->banner_enabled == !b->banner_enabled &&
         a->banner_placements == b->banner_placements && g_strcmp0 (a->banner, b->banner) == 0 &&
         g_strcmp0 (a->banner_target_url, b->banner_target_url) == 0;
}

/**
 * wb_tool_to_text:
 * @tool: a tool
 *
 * Returns: (transfer none): its name in the API ("coupon", "call_request", "banner")
 */
const char *
wb_tool_to_text (WbTool tool)
{
  static const char *const names[WB_N_TOOLS] = { "coupon", "call_request", "banner" };

  g_return_val_if_fail (tool < WB_N_TOOLS, NULL);

  return names[tool];
}

/**
 * wb_offer_set_is_on:
 * @self: a set
 * @tool: one of its tools
 *
 * Returns: whether the tool is enabled
 */
gboolean
wb_offer_set_is_on (const WbOfferSet *self,
                    WbTool            tool)
{
  g_return_val_if_fail (self, FALSE);

  switch (tool) {
    case WB_TOOL_COUPON:
      return self->coupon_enabled;
    case WB_TOOL_CALL_REQUEST:
      return self->call_enabled;
    case WB_TOOL_BANNER:
      return self->banner_enabled;
    case WB_N_TOOLS:
    default:
      g_return_val_if_reached (FALSE);
  }
}

/**
 * wb_offer_set_get_placements:
 * @self: a set
 * @tool: one of its tools
 *
 * Returns: where the tool shows while it is on
 */
WbPlacements
wb_offer_set_get_placements (const WbOfferSet *self,
                             WbTool            tool)
{
  g_return_val_if_fail (self, WB_PLACEMENT_NONE);

  switch (tool) {
    case WB_TOOL_COUPON:
      return self->coupon_placements;
    case WB_TOOL_CALL_REQUEST:
      return self->call_placements;
    case WB_TOOL_BANNER:
      return self->banner_placements;
    case WB_N_TOOLS:
    default:
      g_return_val_if_reached (WB_PLACEMENT_NONE);
  }
}

/**
 * wb_offer_set_set_on:
 * @self: a set that nobody else holds
 * @tool: one of its tools
 * @on: whether it is enabled
 *
 * Switches a tool.
 */
void
wb_offer_set_set_on (WbOfferSet *self,
                     WbTool      tool,
                     gboolean    on)
{
  g_return_if_fail (self);
  g_return_if_fail (tool < WB_N_TOOLS);

  if (tool == WB_TOOL_COUPON)
    self->coupon_enabled = on;
  else if (tool == WB_TOOL_CALL_REQUEST)
    self->call_enabled = on;
  else
    self->banner_enabled = on;
}

/**
 * wb_offer_set_set_placements:
 * @self: a set that nobody else holds
 * @tool: one of its tools
 * @where: the places where it is to show
 *
 * Places a tool.
 */
void
wb_offer_set_set_placements (WbOfferSet   *self,
                             WbTool        tool,
                             WbPlacements  where)
{
  g_return_if_fail (self);
  g_return_if_fail (tool < WB_N_TOOLS);

  if (tool == WB_TOOL_COUPON)
    self->coupon_placements = where;
  else if (tool == WB_TOOL_CALL_REQUEST)
    self->call_placements = where;
  else
    self->banner_placements = where;
}

/**
 * wb_offer_set_find_amount:
 * @self: a set
 * @currency: an ISO 4217 code
 *
 * Returns: (nullable) (transfer none): the first row of @currency
 */
const WbCouponAmount *
wb_offer_set_find_amount (const WbOfferSet *self,
                          const char       *currency)
{
  g_return_val_if_fail (self, NULL);
  g_return_val_if_fail (currency, NULL);

  for (guint i = 0; i < self->amounts->len; i++) {
    const WbCouponAmount *amount = g_ptr_array_index (self->amounts, i);

    if (g_strcmp0 (amount->currency, currency) == 0)
      return amount;
  }

  return NULL;
}

/**
 * wb_offer_set_ensure_amount:
 * @self: a set no one else holds
 * @currency: an ISO 4217 code
 *
 * The row of @currency; if there is none, a new one goes last, empty and of the kind of the others.
 *
 * Returns: (transfer none): the row
 */
WbCouponAmount *
wb_offer_set_ensure_amount (WbOfferSet *self,
                            const char *currency)
{
  const WbCouponAmount *first;
  WbCouponAmount *amount;

  g_return_val_if_fail (self, NULL);
  g_return_val_if_fail (currency, NULL);

  for (guint i = 0; i < self->amounts->len; i++) {
    amount = g_ptr_array_index (self->amounts, i);
    if (g_strcmp0 (amount->currency, currency) == 0)
      return amount;
  }

  first = self->amounts->len > 0 ? g_ptr_array_index (self->amounts, 0) : NULL;
  amount = wb_coupon_amount_new ();
  amount->currency = g_strdup (currency);
  amount->kind = g_strdup (first ? first->kind : WB_COUPON_KIND_FIXED);
  g_ptr_array_add (self->amounts, amount);

  return amount;
}
