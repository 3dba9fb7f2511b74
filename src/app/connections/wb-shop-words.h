/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What platforms, keys and states of a connection are called. Main thread only. */

#pragma once

#include "wb-context.h"
#include "wb-shop-caps.h"

G_BEGIN_DECLS

/* The platforms a shop can be added on, as the API names them; NULL-terminated. */
  const char *const *wb_shop_platforms   (void);
  const char *wb_shop_platform_name      (const char            *platform);
  const char *wb_shop_address_hint       (const char            *platform);
  const char *wb_shop_key_hint           (const char            *platform);
/* "consumer_key" -> "Consumer key". */
  const char *wb_shop_secret_label       (const char            *name);
/* Whether what is typed there is nobody's business. */
  gboolean    wb_shop_secret_is_hidden   (const char            *name);
/* What a set of secrets is called, by its first name: "Private token". */
  const char *wb_shop_secret_set_label   (const char            *first_name);

  const char *wb_shop_state_icon         (const WbMerchantStore *store);
  const char *wb_shop_state_words        (const WbMerchantStore *store);
/* Platform, address, currencies, last sync. */
  char       *wb_shop_describe           (WbContext             *context,
                                          const WbMerchantStore *store) G_GNUC_WARN_UNUSED_RESULT;
  const char *wb_shop_note_icon          (WbShopNoteKind kind);
/* For whoever cannot see the icon. */
  const char *wb_shop_note_kind_words    (WbShopNoteKind kind);

G_END_DECLS
