/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a manager is doing to one ticket type's offers, apart from any widget: texts as typed, the
 * set they make, what is wrong with it, and what happens when the server's set changes meanwhile.
 * Nothing typed is ever lost: what is no amount yet is kept as it stands, in the draft, too. */

#pragma once

#include "wb-banner.h"
#include "wb-merchant-store.h"
#include "wb-offer-set.h"

#include <glib-object.h>

G_BEGIN_DECLS

/* What of a tool a problem or a clash is about. */
typedef enum
{
  WB_OFFER_FIELD_TOOL,        /* the tool as a whole: its switch */
  WB_OFFER_FIELD_VALIDITY,
  WB_OFFER_FIELD_AMOUNT,      /* coupon; detail = currency; NULL = the one percentage */
  WB_OFFER_FIELD_MINIMUM,     /* coupon; detail = currency */
  WB_OFFER_FIELD_TEXT,        /* call request; detail = language */
  WB_OFFER_FIELD_BANNER,      /* which banner */
  WB_OFFER_FIELD_TARGET_URL,
  WB_OFFER_FIELD_PLACEMENTS,  /* the tool's row in the grid of all tools */
} WbOfferField;

typedef struct
{
  WbTool tool;
  WbOfferField field;
  char *detail;    /* (owned) (nullable) currency or language */
  char *code;      /* (owned) of reference/retino-api.md B.5 */
  char *message;   /* (owned) for people */
} WbOfferProblem;

typedef enum
{
  WB_OFFER_CHOICE_MINE,
  WB_OFFER_CHOICE_THEIRS,
  WB_OFFER_CHOICE_BEFORE,
} WbOfferChoice;

/* A field that was edited here and, differently, on the server. Texts are for people. */
typedef struct
{
  WbTool tool;
  WbOfferField field;
  char *detail;    /* (owned) (nullable) currency or language */
  char *path;      /* (owned) */
  char *label;     /* (owned) what it is */
  char *mine;      /* (owned) */
  char *theirs;    /* (owned) */
  char *before;    /* (owned) */
  gboolean settled;
  WbOfferChoice choice;  /* once settled */
} WbOfferClash;

/* What came of a change on the server. */
typedef enum
{
  WB_OFFER_UPDATE_NONE,      /* nothing that is edited here changed */
  WB_OFFER_UPDATE_RELOADED,  /* there were no edits: the new set is shown */
  WB_OFFER_UPDATE_MERGED,    /* both edits stand side by side */
  WB_OFFER_UPDATE_CLASH,     /* a person has to choose */
} WbOfferUpdate;

#define WB_TYPE_OFFER_EDITOR (wb_offer_editor_get_type ())
G_DECLARE_FINAL_TYPE (WbOfferEditor, wb_offer_editor, WB, OFFER_EDITOR, GObject)

/* Signal "changed": the set, its problems or its clashes are others. */

WbOfferEditor    *wb_offer_editor_new              (const WbOfferSet *shown,
                                                    GPtrArray        *stores,
                                                    const char       *default_language,
                                                    const char       *locale) G_GNUC_WARN_UNUSED_RESULT;
void              wb_offer_editor_restore_draft    (WbOfferEditor    *self,
                                                    const WbOfferSet *draft,
                                                    const WbOfferSet *base);
void              wb_offer_editor_set_stores       (WbOfferEditor    *self,
                                                    GPtrArray        *stores);
void              wb_offer_editor_set_languages    (WbOfferEditor    *self,
                                                    GStrv             languages);
void              wb_offer_editor_set_default_language (WbOfferEditor *self,
                                                    const char       *language);
void              wb_offer_editor_set_banners      (WbOfferEditor    *self,
                                                    GPtrArray        *banners);

WbOfferUpdate     wb_offer_editor_update           (WbOfferEditor    *self,
                                                    const WbOfferSet *shown);
void              wb_offer_editor_start_conflict   (WbOfferEditor    *self,
                                                    const WbOfferSet *before,
                                                    const WbOfferSet *mine,
                                                    const WbOfferSet *theirs);
void              wb_offer_editor_discard          (WbOfferEditor    *self);
void              wb_offer_editor_saved            (WbOfferEditor    *self,
                                                    const WbOfferSet *saved);

/* What is edited. */
const WbOfferSet *wb_offer_editor_get_set          (WbOfferEditor    *self);
const WbOfferSet *wb_offer_editor_get_base         (WbOfferEditor    *self);
const WbOfferSet *wb_offer_editor_get_draft_base   (WbOfferEditor    *self);
gboolean          wb_offer_editor_is_dirty         (WbOfferEditor    *self);
gboolean          wb_offer_editor_can_save         (WbOfferEditor    *self);
WbOfferSet       *wb_offer_editor_dup_savable      (WbOfferEditor    *self) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray        *wb_offer_editor_get_problems     (WbOfferEditor    *self);
GPtrArray        *wb_offer_editor_get_clashes      (WbOfferEditor    *self);
gboolean          wb_offer_editor_has_open_clash   (WbOfferEditor    *self);
void              wb_offer_editor_drop_settled     (WbOfferEditor    *self);
void              wb_offer_editor_settle_clash     (WbOfferEditor    *self,
                                                    guint             index,
                                                    WbOfferChoice     choice);

/* All tools. */
gboolean          wb_offer_editor_is_on            (WbOfferEditor    *self,
                                                    WbTool            tool);
void              wb_offer_editor_set_on           (WbOfferEditor    *self,
                                                    WbTool            tool,
                                                    gboolean          on);
WbPlacements      wb_offer_editor_get_placements   (WbOfferEditor    *self,
                                                    WbTool            tool);
void              wb_offer_editor_set_place        (WbOfferEditor    *self,
                                                    WbTool            tool,
                                                    WbPlacements      one,
                                                    gboolean          on);
void              wb_offer_editor_replace_tools    (WbOfferEditor    *self,
                                                    const WbOfferSet *tools);
const char       *wb_offer_editor_find_problem     (WbOfferEditor    *self,
                                                    WbTool            tool,
                                                    WbOfferField      field,
                                                    const char       *detail);

/* The call request. */
GStrv             wb_offer_editor_dup_languages    (WbOfferEditor    *self) G_GNUC_WARN_UNUSED_RESULT;
const char       *wb_offer_editor_get_default_language (WbOfferEditor *self);
char             *wb_offer_editor_dup_call_text    (WbOfferEditor    *self,
                                                    const char       *language) G_GNUC_WARN_UNUSED_RESULT;
void              wb_offer_editor_type_call_text   (WbOfferEditor    *self,
                                                    const char       *language,
                                                    const char       *text);

/* The banner. */
const char       *wb_offer_editor_get_banner       (WbOfferEditor    *self);
void              wb_offer_editor_set_banner       (WbOfferEditor    *self,
                                                    const char       *id);
const WbBanner   *wb_offer_editor_find_banner      (WbOfferEditor    *self,
                                                    const char       *id);
char             *wb_offer_editor_dup_target_url   (WbOfferEditor    *self) G_GNUC_WARN_UNUSED_RESULT;
void              wb_offer_editor_type_target_url  (WbOfferEditor    *self,
                                                    const char       *text);

/* The coupon. */
GStrv             wb_offer_editor_dup_currencies   (WbOfferEditor    *self) G_GNUC_WARN_UNUSED_RESULT;
char             *wb_offer_editor_dup_store_names  (WbOfferEditor    *self,
                                                    const char       *currency) G_GNUC_WARN_UNUSED_RESULT;
char             *wb_offer_editor_dup_store_trouble (WbOfferEditor  *self,
                                                    const char       *currency) G_GNUC_WARN_UNUSED_RESULT;
char             *wb_offer_editor_dup_stores_without (WbOfferEditor *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean          wb_offer_editor_is_kind_known    (WbOfferEditor    *self);
gboolean          wb_offer_editor_is_percent       (WbOfferEditor    *self);
void              wb_offer_editor_set_percent      (WbOfferEditor    *self,
                                                    gboolean          percent);
char             *wb_offer_editor_dup_amount       (WbOfferEditor    *self,
                                                    const char       *currency) G_GNUC_WARN_UNUSED_RESULT;
void              wb_offer_editor_type_amount      (WbOfferEditor    *self,
                                                    const char       *currency,
                                                    const char       *typed);
char             *wb_offer_editor_dup_minimum      (WbOfferEditor    *self,
                                                    const char       *currency) G_GNUC_WARN_UNUSED_RESULT;
void              wb_offer_editor_type_minimum     (WbOfferEditor    *self,
                                                    const char       *currency,
                                                    const char       *typed);
gboolean          wb_offer_editor_is_amount        (WbOfferEditor    *self,
                                                    const char       *currency,
                                                    const char       *typed);
gboolean          wb_offer_editor_is_minimum       (WbOfferEditor    *self,
                                                    const char       *currency,
                                                    const char       *typed);
void              wb_offer_editor_remove_currency  (WbOfferEditor    *self,
                                                    const char       *currency);
void              wb_offer_editor_set_validity     (WbOfferEditor    *self,
                                                    int               days);

void              wb_offer_problem_free            (WbOfferProblem   *self);
void              wb_offer_clash_free              (WbOfferClash     *self);

G_END_DECLS
