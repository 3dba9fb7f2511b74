/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* winbackctl: the workspace without a window. One file per group of commands; this header is what
 * they share: what was asked for, the opened workspace, and how errors become exit statuses. */

#pragma once

#include "wb-account.h"
#include "wb-activity.h"
#include "wb-banner.h"
#include "wb-call-store.h"
#include "wb-offer-diff.h"
#include "wb-offer-set.h"
#include "wb-outbox.h"
#include "wb-shop-connection.h"
#include "wb-sync.h"
#include "wb-ticket.h"
#include "wb-user.h"

G_BEGIN_DECLS

typedef enum
{
  WB_CLI_ERROR_USAGE,   /* Not a command as `winbackctl --help` has it: exit status 2 */
  WB_CLI_ERROR_FAILED,  /* Refused or impossible, in words for people: exit status 1 */
} WbCliError;

#define WB_CLI_ERROR (wb_cli_error_quark ())
GQuark     wb_cli_error_quark     (void);

/* The options of all commands; which of them a command takes stands in the table of commands. */
typedef struct
{
  char *workspace;      /* (owned) (nullable) as all strings here */
  gboolean json;
  gboolean version;
  char *token_file;
  char *ca;
  gboolean watch;
  char *group;
  gboolean mine;
  gboolean free;
  char *outcome;
  char *note;
  char *until;
  char *attempt;
  char *currency;
  char *amount;
  char *search;
  char *file;
  char *number;         /* of --version */
  char *name;
  GStrv alt;            /* LANG=TEXT each */
  char *from;
  gboolean all;
  char *type;
  gboolean no_number;
  char *sort;
  char *to;
  char *secret_file;
  char *shop;
  char *ticket;
  char *percent;
  char *min_order;
  char *days;
  gboolean replace;
  char *state;
  gboolean csv;
  GStrv words;          /* (owned) (nullable) what is no option */
} WbCliOptions;

typedef struct
{
  WbCliOptions options;
  WbClock *clock;           /* (owned) */
  WbRandom *random;         /* (owned) */
  WbWorkspace *workspace;   /* (owned) (nullable) opened for commands that need it */
  WbDb *db;                 /* (unowned) its reader */
  WbAccount *account;       /* (owned) (nullable) NULL at level 0 or before the first sync */
  GTimeZone *zone;          /* (owned) the account's */
  GPtrArray *users;         /* (owned) (element-type WbUser) */
  GPtrArray *types;         /* (owned) (element-type WbTicketType) */
  char *me;                 /* (owned) (nullable) user id */
  WbSync *sync;             /* (owned) (nullable) made when first needed */
} WbCli;

/* The whole program. Gives the exit status. */
int            wb_cli_main            (int           argc,
                                       char        **argv);

/* The workspace and what stands in it (wb-cli-workspace.c). */
char          *wb_cli_find_dir        (const char   *wanted,
                                       GError      **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean       wb_cli_open            (WbCli        *self,
                                       GError      **error);
gint64         wb_cli_now             (WbCli        *self);
gboolean       wb_cli_is_plain        (WbCli        *self);
const char    *wb_cli_user_name       (WbCli        *self,
                                       const char   *id);
const char    *wb_cli_pick_text       (WbCli        *self,
                                       const WbLangText *text);
const char    *wb_cli_type_name       (WbCli        *self,
                                       const char   *id);
char          *wb_cli_resolve_type    (WbCli        *self,
                                       const char   *id_or_name,
                                       GError      **error) G_GNUC_WARN_UNUSED_RESULT;
/* "me", an id, an e-mail address or a name. */
const WbUser  *wb_cli_resolve_user    (WbCli        *self,
                                       const char   *who,
                                       GError      **error);
gboolean       wb_cli_is_manager      (WbCli        *self);
WbActivity    *wb_cli_resolve_call    (WbCli        *self,
                                       const char   *id,
                                       GError      **error) G_GNUC_WARN_UNUSED_RESULT;

/* What is handed over besides words (wb-cli-read.c). */
JsonNode      *wb_cli_read_json       (WbCli        *self,
                                       GError      **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean       wb_cli_read_date       (const char   *text,
                                       gint32       *days_inout,
                                       GError      **error);
gboolean       wb_cli_read_texts      (GStrv         pairs,
                                       WbLangText   *texts,
                                       GError      **error);

/* Sending what was stored (wb-cli-send.c). */
typedef enum
{
  WB_CLI_SENT,
  WB_CLI_WAITING,   /* stored; the reason has been told */
  WB_CLI_REFUSED,   /* the error says why */
} WbCliDelivery;

WbSync        *wb_cli_get_sync        (WbCli        *self,
                                       GError      **error);
WbCliDelivery  wb_cli_send            (WbCli        *self,
                                       const char   *object_kind,
                                       const char   *object_id,
                                       gint64        seq,
                                       char        **why_waiting_out,
                                       GError      **error);
/* Sends all that is due; gives in words why it did not go, NULL when it went. */
char          *wb_cli_push            (WbCli        *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean       wb_cli_lock_sync       (WbCli        *self,
                                       GError      **error);
/* Runs the engine until SIGINT or SIGTERM, or until @loop is ended (wb-cli-watch.c). */
void           wb_cli_watch           (WbCli        *self,
                                       WbSync       *sync,
                                       GMainLoop    *loop);

/* The queue as asked for (wb-cli-calls.c); @group_out only with --group. */
typedef struct
{
  WbCallQuery query;
  WbCallGroup group;   /* with --group */
  char *type;          /* (owned) (nullable) id of --type */
} WbCliQueue;

void           wb_cli_queue_clear     (WbCliQueue   *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WbCliQueue, wb_cli_queue_clear)

gboolean       wb_cli_queue_init      (WbCliQueue   *self,
                                       WbCli        *cli,
                                       GError      **error);
gboolean       wb_cli_queue_has       (WbCliQueue   *self,
                                       WbCli        *cli,
                                       WbCallGroup   group);
/* A call as the list shows it: eight cells. */
GStrv          wb_cli_call_cells      (WbCli        *self,
                                       const WbActivity *call,
                                       WbCallGroup   group,
                                       gint64        now) G_GNUC_WARN_UNUSED_RESULT;
gboolean       wb_cli_calls_watch     (WbCli        *self,
                                       WbCliQueue   *queue,
                                       GError      **error);

/* Offers, the banners they show, and how both are said (wb-cli-offers.c, wb-cli-banner.c). */
WbOfferSet    *wb_cli_get_offers      (WbCli        *self,
                                       const char   *type,
                                       GError      **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean       wb_cli_print_offers    (WbCli        *self,
                                       const WbOfferSet *set,
                                       GError      **error);
gboolean       wb_cli_store_offers    (WbCli        *self,
                                       const WbOfferSet *set,
                                       const WbOfferSet *base,
                                       const char   *sentence,
                                       GError      **error);
GHashTable    *wb_cli_banner_names    (WbCli        *self,
                                       GError      **error) G_GNUC_WARN_UNUSED_RESULT;
char          *wb_cli_describe_period (const WbBanner *banner) G_GNUC_WARN_UNUSED_RESULT;
gboolean       wb_cli_refuse_problems (GPtrArray    *problems,
                                       GError      **error);
void           wb_cli_print_delivered (WbCli        *self,
                                       JsonNode     *node,
                                       const char   *sentence,
                                       const char   *why_waiting);

/* Coupons (wb-cli-coupon.c, wb-cli-issue.c, wb-cli-coupons.c) and shops (wb-cli-shop.c). */
gboolean       wb_cli_give_coupon     (WbCli        *self,
                                       gint64        seq,
                                       GError      **error);
void           wb_cli_print_coupon    (WbCli        *self,
                                       const WbCoupon *coupon);
gboolean       wb_cli_print_given     (WbCli        *self,
                                       const WbCoupon *coupon,
                                       GError      **error);
char          *wb_cli_check_amount    (const char   *text,
                                       const char   *kind,
                                       const char   *currency,
                                       GError      **error) G_GNUC_WARN_UNUSED_RESULT;
const char    *wb_cli_coupon_state    (const char   *state);
WbCoupon      *wb_cli_resolve_coupon  (WbCli        *self,
                                       const char   *text,
                                       GError      **error) G_GNUC_WARN_UNUSED_RESULT;
WbShopConnection *wb_cli_resolve_shop (WbCli        *self,
                                       const char   *text,
                                       GError      **error) G_GNUC_WARN_UNUSED_RESULT;

/* Acts on a call (wb-cli-call.c), of which the last can be taken back (wb-cli-call-undo.c). */
typedef enum
{
  WB_CLI_DEED_ASSIGN,  /* whose it is: refused, it is forgotten */
  WB_CLI_DEED_WORK,
  WB_CLI_DEED_NOTE,    /* stays */
  WB_CLI_DEED_UNDO,
} WbCliDeed;

gboolean       wb_cli_deliver_call    (WbCli        *self,
                                       const WbActivity *before,
                                       const char   *done,
                                       WbCliDeed     deed,
                                       GError      **error);
gboolean       wb_cli_remember_act    (WbCli        *self,
                                       const WbActivity *before,
                                       const WbActivity *after,
                                       GError      **error);

/* Commands: @args is what stands behind the command's words. */
gboolean       wb_cli_connect         (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_connect_shop    (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_shop_check      (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_shop_list       (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_shop_pause      (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_shop_resume     (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_shop_remove     (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_coupons         (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_coupon_issue    (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_coupon_show     (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_coupon_disable  (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_coupon_retry    (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_offers_forecast (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_sync            (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_calls           (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_calls_answered  (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_call_show       (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_call_assign     (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_call_reopen     (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_call_undo       (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_call_note       (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_signoff         (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_call_take       (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_call_release    (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_call_complete   (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_call_snooze     (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_call_coupon     (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_tickets         (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_offers_show     (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_offers_set      (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_offers_history  (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_offers_restore  (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_offers_copy     (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_offers_activate (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_offers_deactivate (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_banner_add      (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_banner_list     (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_banner_show     (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_banner_change   (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_banner_archive  (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_banner_unarchive (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_account_show    (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_account_set     (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_stats_banners   (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_stats_funnel    (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_stats_calls     (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_outbox          (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_outbox_resend   (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_outbox_discard  (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_conflicts       (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_conflicts_settle (WbCli *self, GStrv args, GError **error);
gboolean       wb_cli_doctor          (WbCli *self, GStrv args, GError **error);

G_END_DECLS
