/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What one ticket type offers its customers: the three tools of remarketing with their
 * placements, and the rules they must meet (design.md 4, reference/retino-api.md B.5). */

#pragma once

#include "wb-lang-text.h"
#include "wb-money.h"
#include "wb-problem.h"
#include "wb-record.h"

G_BEGIN_DECLS

/* Where a tool shows (a set). */
typedef enum
{
  WB_PLACEMENT_NONE = 0,
  WB_PLACEMENT_PORTAL = 1 << 0,
  WB_PLACEMENT_TICKET_DETAIL = 1 << 1,
  WB_PLACEMENT_EMAIL = 1 << 2,
} WbPlacements;

WbPlacements wb_placement_from_text  (const char   *text);
const char  *wb_placement_to_text    (WbPlacements  placement);

/* The three tools, in the order customers see them. */
typedef enum
{
  WB_TOOL_COUPON,
  WB_TOOL_CALL_REQUEST,
  WB_TOOL_BANNER,
  WB_N_TOOLS,
} WbTool;

const char  *wb_tool_to_text         (WbTool        tool);

#define WB_COUPON_KIND_FIXED "fixed"
#define WB_COUPON_KIND_PERCENT "percent"

/* One currency's row of the coupon tool. Amounts stay as the text that came or was typed in API
 * form ("200.00"; for percent "12.50"), because a disabled tool may hold drafts and an unknown kind
 * goes back unchanged; the rules and the typed accessors below read them. */
typedef struct
{
  char *currency;         /* (owned) */
  char *kind;             /* (owned) */
  char *amount;           /* (owned) (nullable) */
  char *min_order_value;  /* (owned) (nullable) */
} WbCouponAmount;

WB_DECLARE_RECORD (WbCouponAmount, wb_coupon_amount)

typedef struct
{
  char *type;                /* (owned) ticket type id */
  gboolean coupon_enabled;
  WbPlacements coupon_placements;
  GPtrArray *amounts;        /* (owned) (element-type WbCouponAmount) never NULL */
  int validity_days;         /* -1 = not set (draft) */
  gboolean call_enabled;
  WbPlacements call_placements;
  WbLangText *call_text;     /* (owned) never NULL */
  int call_deadline_days;    /* read-only, 2 */
  gboolean banner_enabled;
  WbPlacements banner_placements;
  char *banner;              /* (owned) (nullable) banner id */
  char *banner_target_url;   /* (owned) (nullable) */
  gint64 updated_at;         /* ms or WB_TIME_NONE */
  char *updated_by;          /* (owned) (nullable) user id */
  gint64 version;            /* 0 = never configured */
} WbOfferSet;

WB_DECLARE_RECORD (WbOfferSet, wb_offer_set)

#define WB_CALL_TEXT_CHARS_MAX 500

WbOfferSet           *wb_offer_set_copy          (const WbOfferSet  *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean              wb_offer_set_equal_tools   (const WbOfferSet  *a,
                                                  const WbOfferSet  *b);
gboolean              wb_offer_set_is_on         (const WbOfferSet  *self,
                                                  WbTool             tool);
WbPlacements          wb_offer_set_get_placements (const WbOfferSet *self,
                                                  WbTool             tool);
void                  wb_offer_set_set_on        (WbOfferSet        *self,
                                                  WbTool             tool,
                                                  gboolean           on);
void                  wb_offer_set_set_placements (WbOfferSet       *self,
                                                  WbTool             tool,
                                                  WbPlacements       where);
const WbCouponAmount *wb_offer_set_find_amount   (const WbOfferSet  *self,
                                                  const char        *currency);
WbCouponAmount       *wb_offer_set_ensure_amount (WbOfferSet        *self,
                                                  const char        *currency);

/* What the rules need to know besides the set itself. */
typedef struct
{
  GPtrArray *stores;             /* (element-type WbMerchantStore) (unowned) */
  const char *default_language;  /* (unowned) */
  gboolean (* banner_exists) (const char *banner_id, gboolean *archived_out, gpointer data);
  gpointer banner_data;          /* (unowned); banner_exists NULL = not known here, not judged */
  gboolean keep_unknown_kinds;   /* a client sends a kind it does not know back unchanged (B.5) */
} WbOfferContext;

GPtrArray *wb_offer_set_validate  (const WbOfferSet     *self,
                                   const WbOfferContext *context) G_GNUC_WARN_UNUSED_RESULT;

/* One field at which two edits of the same base differ. */
typedef struct
{
  char *path;    /* (owned) e.g. "tools.coupon.amounts[CZK].amount" */
  char *mine;    /* (owned) (nullable) */
  char *theirs;  /* (owned) (nullable) */
  char *base;    /* (owned) (nullable) */
} WbFieldClash;

WB_DECLARE_RECORD (WbFieldClash, wb_field_clash)

/* Three ways, per field: amounts by currency, texts by language, placements as a set (B.12). */
WbOfferSet *wb_offer_set_merge    (const WbOfferSet *base,
                                   const WbOfferSet *mine,
                                   const WbOfferSet *theirs,
                                   GPtrArray       **clashes_out) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
