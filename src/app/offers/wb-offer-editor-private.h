/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the two halves of WbOfferEditor share. */

#pragma once

#include "wb-offer-editor.h"

G_BEGIN_DECLS

struct _WbOfferEditor
{
  GObject parent_instance;

  WbOfferSet *base;        /* (owned) what the edits are counted against */
  WbOfferSet *set;         /* (owned) never shared: changed in place */
  WbOfferSet *clash_base;  /* (owned) (nullable) the base before a clash */
  WbOfferSet *clash_mine;  /* (owned) (nullable) */
  GPtrArray *clashes;      /* (owned) (element-type WbOfferClash) */
  gboolean in_conflict;    /* the clash is over a set that was saved already */
  GHashTable *other_kind;  /* (owned) currency or "%" -> amount of the kind not chosen */
  GPtrArray *stores;       /* (owned) (element-type WbMerchantStore) */
  GStrv needed;            /* (owned) the stores' currencies */
  GStrv languages;         /* (owned) (nullable) the account's */
  GPtrArray *banners;      /* (owned) (nullable) (element-type WbBanner) NULL = not known here */
  char *default_language;  /* (owned) (nullable) */
  char *locale;            /* (owned) (nullable) */
  GPtrArray *problems;     /* (owned) (nullable) found when asked for */
};

void       wb_offer_editor_emit_changed  (WbOfferEditor *self);

G_END_DECLS
