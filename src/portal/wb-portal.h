/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The companion service as an object that a program, a test or the demo holds: open a ledger, put
 * things into it, serve the API of reference/retino-api.md part B from it. One thread of its own
 * serves and owns the ledger; each connected shop has a worker thread (design.md 5). */

#pragma once

#include "wb-account.h"
#include "wb-activity.h"
#include "wb-banner.h"
#include "wb-clock.h"
#include "wb-coupon.h"
#include "wb-ledger-sights.h"
#include "wb-merchant-store.h"
#include "wb-offer-set.h"
#include "wb-random.h"
#include "wb-shop.h"
#include "wb-tag.h"
#include "wb-ticket.h"
#include "wb-ticket-state.h"
#include "wb-ticket-type.h"
#include "wb-user.h"

G_BEGIN_DECLS

/* Codes say what the IT person does next. */
typedef enum
{
  WB_PORTAL_ERROR_USAGE,    /* An option or argument is wrong; the message says which */
  WB_PORTAL_ERROR_LISTEN,   /* The address cannot be listened on */
  WB_PORTAL_ERROR_TLS,      /* The certificate or key cannot be used */
  WB_PORTAL_ERROR_SECRET,   /* A secret's file is missing, readable by others, or not understood */
  WB_PORTAL_ERROR_INVALID,  /* What was to be imported is not valid; nothing of it was stored */
} WbPortalError;

#define WB_PORTAL_ERROR (wb_portal_error_quark ())
GQuark     wb_portal_error_quark     (void);

#define WB_PORTAL_RATE_DEFAULT 120
#define WB_PORTAL_RATE_OFF (-1)
/* Of customers: requests a minute with one key, and from one address. */
#define WB_PORTAL_RATE_KEY 30
#define WB_PORTAL_RATE_ADDRESS 120

typedef struct
{
  const char *db_path;         /* the ledger's file; made when missing */
  const char *listen;          /* "ADDRESS:PORT"; NULL = "127.0.0.1:0"; port 0 = any free one */
  const char *tls_cert;        /* (nullable) PEM file; together with tls_key */
  const char *tls_key;         /* (nullable) PEM file */
  gboolean behind_proxy;       /* plain http on any address: a proxy in front does TLS */
  gboolean allow_loopback;     /* shops may stand at loopback addresses */
  const char *public_url;      /* (nullable) where others reach it; NULL = where they asked */
  int rate_limit_per_minute;   /* 0 = WB_PORTAL_RATE_DEFAULT; WB_PORTAL_RATE_OFF = none */
  gboolean bare;               /* a new ledger gets no account, types and states of its own */
} WbPortalOptions;

#define WB_TYPE_PORTAL (wb_portal_get_type ())
G_DECLARE_FINAL_TYPE (WbPortal, wb_portal, WB, PORTAL, GObject)

WbPortal  *wb_portal_open            (const WbPortalOptions *options,
                                      WbClock               *clock,
                                      WbRandom              *random,
                                      GError               **error) G_GNUC_WARN_UNUSED_RESULT;

/* Starts the serving thread and the shops' workers and returns once it listens. */
gboolean   wb_portal_start           (WbPortal              *self,
                                      GError               **error);
/* Answers what is paused, ends the workers, closes the ledger's journal. Also done by dispose. Not
 * from the serving thread. */
void       wb_portal_stop            (WbPortal              *self);

guint16    wb_portal_get_port        (WbPortal              *self);
/* "http://127.0.0.1:PORT/api/v2" */
char      *wb_portal_dup_url         (WbPortal              *self) G_GNUC_WARN_UNUSED_RESULT;

/* Seeding. Any thread, one at a time, before or after start; each call is its own transaction unless
 * it stands between begin and end, which must be before start (use that for more than a few).
 * Objects are stored as they are (id, times, version) and replace one of the same id; no event is
 * sent, since nobody has read anything yet: seed before the first client connects. */
gboolean   wb_portal_begin_import    (WbPortal              *self,
                                      GError               **error);
gboolean   wb_portal_end_import      (WbPortal              *self,
                                      GError               **error);
/* `features` is the portal's own to say and is ignored. */
gboolean   wb_portal_import_account  (WbPortal              *self,
                                      const WbAccount       *account,
                                      GError               **error);
/* @token: (nullable): 40 hex digits; NULL = the user gets none (an existing one stays). */
gboolean   wb_portal_import_user     (WbPortal              *self,
                                      const WbUser          *user,
                                      const char            *token,
                                      GError               **error);
gboolean   wb_portal_import_type     (WbPortal              *self,
                                      const WbTicketType    *type,
                                      GError               **error);
gboolean   wb_portal_import_state    (WbPortal              *self,
                                      const WbTicketState   *state,
                                      GError               **error);
gboolean   wb_portal_import_tag      (WbPortal              *self,
                                      const WbTag           *tag,
                                      GError               **error);
gboolean   wb_portal_import_settings (WbPortal              *self,
                                      const WbOfferSet      *settings,
                                      GError               **error);
/* With its history, if has_history. */
gboolean   wb_portal_import_ticket   (WbPortal              *self,
                                      const WbTicket        *ticket,
                                      GError               **error);
gboolean   wb_portal_import_activity (WbPortal              *self,
                                      const WbActivity      *activity,
                                      GError               **error);
/* A coupon that is finished in its shop: not "pending". */
gboolean   wb_portal_import_coupon   (WbPortal              *self,
                                      const WbCoupon        *coupon,
                                      GError               **error);

/* Orders of a shop that is there; (element-type WbShopOrder). */
gboolean   wb_portal_import_orders   (WbPortal              *self,
                                      const char            *store_id,
                                      GPtrArray             *orders,
                                      GError               **error);
/* What customers saw and clicked, by (ticket, at, id). */
gboolean   wb_portal_import_sights   (WbPortal              *self,
                                      WbLedgerSight         *sights,
                                      gsize                  n_sights,
                                      GError               **error);

/* With its picture, whose content @bytes is; where that is served and which types use the banner are
 * the portal's own to say. @shown_at: when a customer first saw it, or WB_TIME_NONE. Before the
 * settings that name it. */
gboolean   wb_portal_import_banner   (WbPortal              *self,
                                      WbBanner              *banner,
                                      GBytes                *bytes,
                                      gint64                 shown_at,
                                      GError               **error);
/* @key: 32 hex digits, the secret of the customer's link; a ticket may have several. */
gboolean   wb_portal_import_customer_key (WbPortal          *self,
                                      const char            *ticket_id,
                                      const char            *key,
                                      GError               **error);

/* How the portal reaches a shop; what it keeps of the secret is the path. */
typedef struct
{
  const char *secret_file;  /* 0600; WooCommerce: consumer key and secret, apart by ":" or blank */
  const char *ca_file;      /* (nullable) PEM */
  const char *time_zone;    /* (nullable) the shop's zone; NULL = asked from the shop, else the account's */
} WbPortalShop;

/* @shop: (nullable): NULL = a store that the portal knows but cannot make coupons in. Loopback
 * addresses are refused unless the options allow them. */
gboolean   wb_portal_import_store    (WbPortal              *self,
                                      const WbMerchantStore *store,
                                      const WbPortalShop    *shop,
                                      GError               **error);

/* 40 hex digits from the portal's random source. */
char      *wb_portal_new_token       (WbPortal              *self) G_GNUC_WARN_UNUSED_RESULT;

/* Makes the client of a store; called in the store's worker thread, which then owns it. Tests put
 * a scripted shop here. Before start. */
typedef WbShop *(* WbPortalShopFactory) (const WbMerchantStore *store,
                                         gpointer               data,
                                         GError               **error);
void       wb_portal_set_shop_factory (WbPortal             *self,
                                       WbPortalShopFactory   factory,
                                       gpointer              data);

/* A further path on the same address outside /api/v2 (the demo's clock). No token is asked. Called
 * in the serving thread; returns the status and (transfer full) a JSON text, or NULL for none.
 * Before start. */
typedef guint (* WbPortalHandler) (const char  *method,
                                   GBytes      *body,
                                   char       **json_out,
                                   gpointer     data);
void       wb_portal_add_handler     (WbPortal              *self,
                                      const char            *path,
                                      WbPortalHandler        handler,
                                      gpointer               data);

G_END_DECLS
