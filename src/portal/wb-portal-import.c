/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Seeding a ledger: objects are put as they are, and no event tells of them; see wb-portal.h. */

#include "config.h"

#include "wb-portal-private.h"

#include "wb-ledger-account.h"
#include "wb-ledger-activities.h"
#include "wb-ledger-banners.h"
#include "wb-ledger-catalogue.h"
#include "wb-ledger-coupons.h"
#include "wb-ledger-customers.h"
#include "wb-ledger-files.h"
#include "wb-ledger-funnel.h"
#include "wb-ledger-orders.h"
#include "wb-ledger-recount.h"
#include "wb-ledger-settings.h"
#include "wb-ledger-sights.h"
#include "wb-ledger-story.h"
#include "wb-ledger-tickets.h"
#include "wb-ledger-users.h"
#include "wb-portal-secret.h"
#include "wb-time.h"

typedef struct _Import Import;

struct _Import
{
  gboolean (*put) (WbLedger *ledger, const Import *import, GError **error);
  gconstpointer object;
  gsize n_objects;   /* where it is an array */
  WbBanner *banner;
  GBytes *bytes;
  gint64 shown_at;
  const char *token;     /* or another text */
  const WbPortalShop *shop;
  gboolean done;
  GError *error;
};

static void
run_import (WbPortal *self,
            gpointer  data)
{
  Import *import = data;

  if (self->importing) {
    import->done = import->put (self->ledger, import, &import->error);
    return;
  }

  if (!wb_portal_begin (self, &import->error))
    return;
  import->done = import->put (self->ledger, import, &import->error) &&
                 wb_portal_commit (self, &import->error);
  if (!import->done)
    wb_portal_rollback (self);
  else
    wb_portal_notice_recount (self, TRUE);
}

static gboolean
import_object (WbPortal  *self,
               Import    *import,
               GError   **error)
{
  wb_portal_call (self, run_import, import);
  if (!import->done)
    g_propagate_error (error, import->error);

  return import->done;
}

/**
 * wb_portal_begin_import:
 * @self: a portal that is not started
 * @error: return location (WB_DB_ERROR)
 *
 * Everything imported until wb_portal_end_import() is one transaction. After a failed import the
 * portal is only good for being dropped.
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_portal_begin_import (WbPortal  *self,
                        GError   **error)
{
  g_return_val_if_fail (WB_IS_PORTAL (self), FALSE);
  g_return_val_if_fail (!self->thread && !self->importing, FALSE);

  self->importing = wb_portal_begin (self, error);
  if (self->importing)
    wb_ledger_funnel_hold (self->ledger);

  return self->importing;
}

/**
 * wb_portal_end_import:
 * @self: the portal
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set; nothing was imported then
 */
gboolean
wb_portal_end_import (WbPortal  *self,
                      GError   **error)
{
  g_return_val_if_fail (WB_IS_PORTAL (self), FALSE);
  g_return_val_if_fail (self->importing, FALSE);

  self->importing = FALSE;
  if (!wb_ledger_funnel_release (self->ledger, error) || !wb_portal_commit (self, error)) {
    wb_portal_rollback (self);
    return FALSE;
  }

  return TRUE;
}

static gboolean
put_account (WbLedger      *ledger,
             const Import  *import,
             GError       **error)
{
  return wb_ledger_account_put (ledger, import->object, error);
}

/**
 * wb_portal_import_account:
 * @self: the portal
 * @account: the account; its `features` are ignored
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_portal_import_account (WbPortal         *self,
                          const WbAccount  *account,
                          GError          **error)
{
  Import import = { .put = put_account, .object = account };

  g_return_val_if_fail (WB_IS_PORTAL (self), FALSE);
  g_return_val_if_fail (account, FALSE);

  return import_object (self, &import, error);
}

static gboolean
put_type (WbLedger      *ledger,
          const Import  *import,
          GError       **error)
{
  return wb_ledger_type_put (ledger, import->object, error);
}

/**
 * wb_portal_import_type:
 * @self: the portal
 * @type: a ticket type
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_portal_import_type (WbPortal            *self,
                       const WbTicketType  *type,
                       GError             **error)
{
  Import import = { .put = put_type, .object = type };

  g_return_val_if_fail (WB_IS_PORTAL (self), FALSE);
  g_return_val_if_fail (type, FALSE);

  return import_object (self, &import, error);
}

static gboolean
put_state (WbLedger      *ledger,
           const Import  *import,
           GError       **error)
{
  return wb_ledger_state_put (ledger, import->object, error);
}

/**
 * wb_portal_import_state:
 * @self: the portal
 * @state: a ticket state
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_portal_import_state (WbPortal             *self,
                        const WbTicketState  *state,
                        GError              **error)
{
  Import import = { .put = put_state, .object = state };

  g_return_val_if_fail (WB_IS_PORTAL (self), FALSE);
  g_return_val_if_fail (state, FALSE);

  return import_object (self, &import, error);
}

static gboolean
put_tag (WbLedger      *ledger,
         const Import  *import,
         GError       **error)
{
  return wb_ledger_tag_put (ledger, import->object, error);
}

/**
 * wb_portal_import_tag:
 * @self: the portal
 * @tag: a tag
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_portal_import_tag (WbPortal     *self,
                      const WbTag  *tag,
                      GError      **error)
{
  Import import = { .put = put_tag, .object = tag };

  g_return_val_if_fail (WB_IS_PORTAL (self), FALSE);
  g_return_val_if_fail (tag, FALSE);

  return import_object (self, &import, error);
}

static gboolean
put_settings (WbLedger      *ledger,
              const Import  *import,
              GError       **error)
{
  return wb_ledger_settings_put (ledger, import->object, error);
}

/**
 * wb_portal_import_settings:
 * @self: the portal
 * @settings: a type's settings
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_portal_import_settings (WbPortal          *self,
                           const WbOfferSet  *settings,
                           GError           **error)
{
  Import import = { .put = put_settings, .object = settings };

  g_return_val_if_fail (WB_IS_PORTAL (self), FALSE);
  g_return_val_if_fail (settings, FALSE);

  return import_object (self, &import, error);
}

static gboolean
put_ticket (WbLedger      *ledger,
            const Import  *import,
            GError       **error)
{
  return wb_ledger_ticket_put (ledger, import->object, error);
}

/**
 * wb_portal_import_ticket:
 * @self: the portal
 * @ticket: a ticket
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_portal_import_ticket (WbPortal        *self,
                         const WbTicket  *ticket,
                         GError         **error)
{
  Import import = { .put = put_ticket, .object = ticket };

  g_return_val_if_fail (WB_IS_PORTAL (self), FALSE);
  g_return_val_if_fail (ticket, FALSE);

  return import_object (self, &import, error);
}

static gboolean
put_activity (WbLedger      *ledger,
              const Import  *import,
              GError       **error)
{
  return wb_ledger_activity_put (ledger, import->object, error);
}

/**
 * wb_portal_import_activity:
 * @self: the portal
 * @activity: an activity
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_portal_import_activity (WbPortal          *self,
                           const WbActivity  *activity,
                           GError           **error)
{
  Import import = { .put = put_activity, .object = activity };

  g_return_val_if_fail (WB_IS_PORTAL (self), FALSE);
  g_return_val_if_fail (activity, FALSE);

  return import_object (self, &import, error);
}

static gboolean
put_coupon (WbLedger      *ledger,
            const Import  *import,
            GError       **error)
{
  return wb_ledger_coupon_put (ledger, import->object, error) &&
         wb_ledger_story_import (ledger, import->object, error);
}

/**
 * wb_portal_import_coupon:
 * @self: the portal
 * @coupon: a coupon that is finished in its shop
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_portal_import_coupon (WbPortal        *self,
                         const WbCoupon  *coupon,
                         GError         **error)
{
  Import import = { .put = put_coupon, .object = coupon };

  g_return_val_if_fail (WB_IS_PORTAL (self), FALSE);
  g_return_val_if_fail (coupon, FALSE);

  return import_object (self, &import, error);
}

static gboolean
put_orders (WbLedger      *ledger,
            const Import  *import,
            GError       **error)
{
  return wb_ledger_orders_take (ledger, import->token, (GPtrArray *) import->object, error);
}

/**
 * wb_portal_import_orders:
 * @self: the portal
 * @store_id: a store's id
 * @orders: (element-type WbShopOrder): as its shop tells them
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_portal_import_orders (WbPortal    *self,
                         const char  *store_id,
                         GPtrArray   *orders,
                         GError     **error)
{
  Import import = { .put = put_orders, .object = orders, .token = store_id };

  g_return_val_if_fail (WB_IS_PORTAL (self), FALSE);
  g_return_val_if_fail (store_id && orders, FALSE);

  return import_object (self, &import, error);
}

/* What the ticket's own number says. */
static gboolean
count_clicks (WbLedger             *ledger,
              const WbLedgerSight  *sights,
              gsize                 n,
              GError              **error)
{
  g_autoptr (WbTicket) ticket = NULL;
  int n_clicks = 0;

  for (gsize i = 0; i < n; i++)
    n_clicks += sights[i].sight.kind == WB_SIGHT_CLICK &&
                sights[i].sight.verdict == WB_VERDICT_COUNTED;
  if (n_clicks == 0)
    return TRUE;
  if (!wb_ledger_ticket_get (ledger, sights[0].sight.ticket, &ticket, error))
    return FALSE;
  if (!ticket)
    return TRUE;
  ticket->banner_clicks = n_clicks;

  return wb_ledger_ticket_put (ledger, ticket, error);
}

/* All of one ticket, by (at, id). */
static gboolean
put_ticket_sights (WbLedger            *ledger,
                   const WbClickRules  *rules,
                   WbLedgerSight       *sights,
                   gsize                n,
                   GError             **error)
{
  g_autofree WbSight *judged = g_new0 (WbSight, n);

  for (gsize i = 0; i < n; i++)
    judged[i] = sights[i].sight;
  wb_click_rules_judge (rules, judged, n, 0);
  for (gsize i = 0; i < n; i++)
    sights[i].sight.verdict = judged[i].verdict;

  return wb_ledger_sights_load (ledger, sights, n, TRUE, error) &&
         count_clicks (ledger, sights, n, error) &&
         wb_ledger_funnel_sights (ledger, sights[0].sight.ticket, error);
}

static gboolean
put_sights (WbLedger      *ledger,
            const Import  *import,
            GError       **error)
{
  g_autoptr (WbClickRules) rules = wb_ledger_click_rules (ledger, error);
  WbLedgerSight *sights = (WbLedgerSight *) import->object;
  gsize n = 0;

  if (!rules)
    return FALSE;
  for (gsize first = 0; first < import->n_objects; first += n) {
    for (n = 1; first + n < import->n_objects &&
         g_str_equal (sights[first + n].sight.ticket, sights[first].sight.ticket); n++)
      continue;
    if (!put_ticket_sights (ledger, rules, &sights[first], n, error))
      return FALSE;
  }

  /* History is not what clients have read, nor what is being counted anew. */
  return wb_ledger_recount_restart (ledger, error) && wb_ledger_stat_epoch_raise (ledger, error);
}

/**
 * wb_portal_import_sights:
 * @self: the portal
 * @sights: (array length=n_sights): what customers saw and clicked, by (ticket, at, id); get
 *   their verdicts
 * @n_sights: how many
 * @error: return location (WB_DB_ERROR, WB_CLICK_RULES_ERROR)
 *
 * Judges them by the rules in force, and counts them.
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_portal_import_sights (WbPortal       *self,
                         WbLedgerSight  *sights,
                         gsize           n_sights,
                         GError        **error)
{
  Import import = { .put = put_sights, .object = sights, .n_objects = n_sights };

  g_return_val_if_fail (WB_IS_PORTAL (self), FALSE);
  g_return_val_if_fail (sights || n_sights == 0, FALSE);

  return import_object (self, &import, error);
}

static gboolean
put_banner (WbLedger      *ledger,
            const Import  *import,
            GError       **error)
{
  return wb_ledger_file_add (ledger, import->banner->picture, import->bytes, error) &&
         wb_ledger_banner_put (ledger, import->banner, error) &&
         (import->shown_at == WB_TIME_NONE ||
          wb_ledger_banner_mark_shown (ledger, import->banner->id, import->shown_at, error));
}

/**
 * wb_portal_import_banner:
 * @self: the portal
 * @banner: a banner with its picture; learns which types use it
 * @bytes: the picture's content
 * @shown_at: when a customer was first shown it, ms; `WB_TIME_NONE` = never
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_portal_import_banner (WbPortal  *self,
                         WbBanner  *banner,
                         GBytes    *bytes,
                         gint64     shown_at,
                         GError   **error)
{
  Import import = {
    .put = put_banner, .banner = banner, .bytes = bytes, .shown_at = shown_at,
  };

  g_return_val_if_fail (WB_IS_PORTAL (self), FALSE);
  g_return_val_if_fail (banner && banner->picture, FALSE);
  g_return_val_if_fail (bytes, FALSE);

  return import_object (self, &import, error);
}

static gboolean
put_customer_key (WbLedger      *ledger,
                  const Import  *import,
                  GError       **error)
{
  return wb_ledger_customer_key_add (ledger, import->token, import->object, error);
}

/**
 * wb_portal_import_customer_key:
 * @self: the portal
 * @ticket_id: a ticket's id
 * @key: the secret of its customer's link
 * @error: return location (WB_DB_ERROR, WB_PORTAL_ERROR_INVALID)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_portal_import_customer_key (WbPortal    *self,
                               const char  *ticket_id,
                               const char  *key,
                               GError     **error)
{
  Import import = { .put = put_customer_key, .object = ticket_id, .token = key };

  g_return_val_if_fail (WB_IS_PORTAL (self), FALSE);
  g_return_val_if_fail (ticket_id, FALSE);
  g_return_val_if_fail (key, FALSE);

  if (!wb_ledger_customer_key_is_valid (key)) {
    g_set_error (error, WB_PORTAL_ERROR, WB_PORTAL_ERROR_INVALID,
                 "A customer's key has 32 hex digits.");
    return FALSE;
  }

  return import_object (self, &import, error);
}

static gboolean
put_user (WbLedger      *ledger,
          const Import  *import,
          GError       **error)
{
  const WbUser *user = import->object;

  return wb_ledger_user_put (ledger, user, error) &&
         (!import->token || wb_ledger_user_set_token (ledger, user->id, import->token, error));
}

/**
 * wb_portal_import_user:
 * @self: the portal
 * @user: a user
 * @token: (nullable): their token; `NULL` = the one they have stays
 * @error: return location (WB_DB_ERROR, WB_PORTAL_ERROR_INVALID)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_portal_import_user (WbPortal      *self,
                       const WbUser  *user,
                       const char    *token,
                       GError       **error)
{
  Import import = { .put = put_user, .object = user, .token = token };

  g_return_val_if_fail (WB_IS_PORTAL (self), FALSE);
  g_return_val_if_fail (user, FALSE);

  if (token && !wb_ledger_token_is_valid (token)) {
    g_set_error (error, WB_PORTAL_ERROR, WB_PORTAL_ERROR_INVALID, "A token has 40 hex digits.");
    return FALSE;
  }

  return import_object (self, &import, error);
}

static gboolean
put_store (WbLedger      *ledger,
           const Import  *import,
           GError       **error)
{
  WbStoreAccess access = { NULL };

  if (!import->shop)
    return wb_ledger_store_put (ledger, import->object, NULL, error);

  access.secret_file = (char *) import->shop->secret_file;
  access.ca_file = (char *) import->shop->ca_file;
  access.time_zone = (char *) import->shop->time_zone;

  return wb_ledger_store_put (ledger, import->object, &access, error);
}

/**
 * wb_portal_import_store:
 * @self: the portal
 * @store: a store
 * @shop: (nullable): how to reach it; `NULL` = not at all, or as before
 * @error: return location (WB_DB_ERROR, WB_PORTAL_ERROR_USAGE)
 *
 * A worker for it is there from the next start on.
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_portal_import_store (WbPortal               *self,
                        const WbMerchantStore  *store,
                        const WbPortalShop     *shop,
                        GError                **error)
{
  Import import = { .put = put_store, .object = store, .shop = shop };

  g_return_val_if_fail (WB_IS_PORTAL (self), FALSE);
  g_return_val_if_fail (store, FALSE);

  if (shop && !wb_portal_check_shop_url (store->url, self->allow_loopback, error))
    return FALSE;

  return import_object (self, &import, error);
}
