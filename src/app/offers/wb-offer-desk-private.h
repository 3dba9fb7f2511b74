/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the parts of WbOfferDesk share. */

#pragma once

#include "wb-offer-desk.h"
#include "wb-outbox.h"

G_BEGIN_DECLS

/* One type's editor and what became of its edits. */
typedef struct
{
  WbOfferDesk *desk;      /* (unowned) */
  char *type_id;          /* (owned) */
  WbOfferEditor *editor;  /* (owned) */
  guint draft_source;     /* timeout, 0 = the draft is stored */
  gboolean had_draft;     /* one is in the workspace */
  WbOutboxRow *row;       /* (owned) (nullable) the save that is on its way or was refused */
  gint64 asked_seq;       /* the conflict the editor asks about, and the version it is with */
  gint64 asked_version;
  gint64 refused_seq;     /* the refused save whose values the editor was given back; 0 = none */
  gboolean saving;
  gboolean sent;
  gint64 banner_since;    /* ms since when its banner has stood there; 0 = not known,
                           * -1 = to be read */
  char *trouble;          /* (owned) (nullable) why it could not be stored */
} WbDesk;

struct _WbOfferDesk
{
  GObject parent_instance;

  WbContext *context;         /* (owned) */
  GPtrArray *banners;         /* (owned) (nullable) (element-type WbBanner) NULL = not known */
  GPtrArray *sets;            /* (owned) (nullable) (element-type WbOfferSet) of all types, as shown */
  GHashTable *desks;          /* (owned) (element-type utf8 WbDesk) */
  gulong changed_id;
  gulong sync_changed_id;
};

WbDesk    *wb_offer_desk_find          (WbOfferDesk *self,
                                        const char  *type_id);
void       wb_offer_desk_emit_changed  (WbDesk      *desk);
void       wb_offer_desk_store_draft   (WbDesk      *desk);
void       wb_offer_desk_refresh       (WbDesk      *desk);
void       wb_offer_desk_drop_row      (WbDesk      *desk);

G_END_DECLS
