/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is wrong with an offer set as it is being typed, and where two edits of it clash; the part of
 * WbOfferEditor that only looks and names. */

#pragma once

#include "wb-offer-editor.h"

G_BEGIN_DECLS

/* One look at an edited set. */
typedef struct
{
  const WbOfferSet *set;
  GPtrArray *stores;             /* (element-type WbMerchantStore) (unowned) */
  const char *default_language;  /* (unowned) */
  const char *locale;            /* (unowned) (nullable) */
  GStrv currencies;              /* (unowned) in the order of the page */
  GStrv languages;               /* (unowned) in the order of the page */
  GPtrArray *banners;            /* (element-type WbBanner) (unowned) (nullable) */
} WbOfferView;

/* What was merged three ways. */
typedef struct
{
  const WbOfferSet *before;  /* (unowned), as the two below */
  const WbOfferSet *mine;
  const WbOfferSet *theirs;
} WbOfferSides;

/* A field of the page. */
typedef struct
{
  WbTool tool;
  WbOfferField field;
  char *detail;  /* (owned) (nullable) currency or language */
} WbOfferPlace;

void          wb_offer_place_clear          (WbOfferPlace      *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WbOfferPlace, wb_offer_place_clear)

void          wb_offer_view_find_place      (const WbOfferSet  *set,
                                             const char        *path,
                                             WbOfferPlace      *place_out);
void          wb_offer_view_tidy_texts      (WbOfferSet        *set);
const WbBanner *wb_offer_view_find_banner   (GPtrArray         *banners,
                                             const char        *id);

gboolean      wb_offer_view_is_percent      (const WbOfferSet  *set);
GPtrArray    *wb_offer_view_find_problems   (const WbOfferView *view) G_GNUC_WARN_UNUSED_RESULT;
char         *wb_offer_view_dup_store_names (GPtrArray         *stores,
                                             const char        *currency) G_GNUC_WARN_UNUSED_RESULT;
char         *wb_offer_view_dup_store_trouble (GPtrArray       *stores,
                                             const char        *currency) G_GNUC_WARN_UNUSED_RESULT;
char         *wb_offer_view_dup_stores_without (GPtrArray      *stores) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray    *wb_offer_view_name_clashes    (GPtrArray         *field_clashes,
                                             const WbOfferSides *sides,
                                             GPtrArray         *banners,
                                             const char        *locale) G_GNUC_WARN_UNUSED_RESULT;
void          wb_offer_view_copy_field      (WbOfferSet        *to,
                                             const WbOfferSet  *from,
                                             const char        *path);

G_END_DECLS
