/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a conflict in the outbox is about, field by field, for whoever shows it: mine / theirs /
 * before (design.md 7). */

#include "config.h"

#include "wb-outbox.h"

#include "wb-patch.h"
#include "wb-wire-offer-set.h"

static GPtrArray *
list_settings_clashes (const WbOutboxRow *row)
{
  g_autoptr (WbOfferSet) theirs = wb_wire_offer_set_decode (row->current, NULL);
  g_autoptr (WbOfferSet) mine = wb_wire_offer_set_decode (row->body, NULL);
  g_autoptr (WbOfferSet) base = row->base ? wb_wire_offer_set_decode (row->base, NULL) : NULL;
  g_autoptr (WbOfferSet) merged = NULL;
  GPtrArray *clashes = NULL;

  if (theirs && mine)
    merged = wb_offer_set_merge (base, mine, theirs, &clashes);

  return clashes;
}

/**
 * wb_outbox_row_list_clashes:
 * @self: a row
 *
 * Compares what was written, what it was based on and what the server has instead, for settings
 * (paths as of wb_offer_set_merge()), the account ("call_goal_hours", "coupon_cap.CZK") and banners
 * ("name", "alt_text.cs", "starts_on"). Pure.
 *
 * Returns: (transfer full) (element-type WbFieldClash): the fields that both changed; none for
 *   other writes and where the server's object is not known
 */
GPtrArray *
wb_outbox_row_list_clashes (const WbOutboxRow *self)
{
  GPtrArray *clashes = NULL;

  g_return_val_if_fail (self && self->op, NULL);

  if (self->current && g_str_equal (self->op, WB_OP_SETTINGS)) {
    clashes = list_settings_clashes (self);
  } else if (self->current && (g_str_equal (self->op, WB_OP_ACCOUNT) ||
                               g_str_equal (self->op, WB_OP_BANNER))) {
    g_autoptr (JsonNode) merged = wb_patch_merge (self->base, self->body, self->current, &clashes);
  }

  return clashes ? clashes
                 : g_ptr_array_new_with_free_func ((GDestroyNotify) wb_field_clash_unref);
}
