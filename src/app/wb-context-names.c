/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What things are called to the person here; part of WbContext (wb-context.h). */

#include "config.h"

#include "wb-context.h"

/**
 * wb_context_pick_text:
 * @self: a context
 * @text: (nullable): a text in several languages
 *
 * Returns: (nullable) (transfer none): what to show the person here
 */
const char *
wb_context_pick_text (WbContext        *self,
                      const WbLangText *text)
{
  const WbAccount *account = NULL;

  g_return_val_if_fail (WB_IS_CONTEXT (self), NULL);

  account = wb_context_get_account (self);

  return wb_lang_text_pick (text, wb_context_get_language (self),
                            account ? account->default_language : NULL);
}

/**
 * wb_context_get_type_name:
 * @self: a context
 * @id: (nullable): a type's id
 *
 * Returns: (nullable) (transfer none): its name
 */
const char *
wb_context_get_type_name (WbContext  *self,
                          const char *id)
{
  const WbTicketType *type = wb_context_find_type (self, id);

  return type ? wb_context_pick_text (self, type->name) : NULL;
}

/**
 * wb_context_get_state_name:
 * @self: a context
 * @id: (nullable): a state's id
 *
 * Returns: (nullable) (transfer none): its name
 */
const char *
wb_context_get_state_name (WbContext  *self,
                           const char *id)
{
  const WbTicketState *state = wb_context_find_state (self, id);

  return state ? wb_context_pick_text (self, state->name) : NULL;
}

/**
 * wb_context_get_user_name:
 * @self: a context
 * @id: (nullable): a user's id
 *
 * Returns: (nullable) (transfer none): the full name, else the address; of who gave a coupon at
 * level 0, where this computer's name for them is kept, that name
 */
const char *
wb_context_get_user_name (WbContext  *self,
                          const char *id)
{
  const WbUser *user = wb_context_find_user (self, id);
  gboolean is_plain = wb_context_get_level (self) == WB_LEVEL_PLAIN;

  if (!user)
    return is_plain && id && !g_uuid_string_is_valid (id) ? id : NULL;

  return user->full_name ? user->full_name : user->email;
}

/**
 * wb_context_get_shop_name:
 * @self: a context
 * @id: (nullable): the id of one of the merchant's shops
 *
 * Returns: (nullable) (transfer none): what the merchant calls it
 */
const char *
wb_context_get_shop_name (WbContext  *self,
                          const char *id)
{
  GPtrArray *stores = wb_context_get_stores (self);

  for (guint i = 0; id && i < stores->len; i++) {
    const WbMerchantStore *store = g_ptr_array_index (stores, i);

    if (g_strcmp0 (store->id, id) == 0)
      return store->name ? store->name : store->store_id;
  }

  return NULL;
}
