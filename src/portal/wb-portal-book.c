/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The ledger as a worker sees it; see wb-portal-book.h. */

#include "config.h"

#include "wb-portal-book.h"

#include "wb-ledger-account.h"
#include "wb-ledger-coupons.h"
#include "wb-portal-wait.h"
#include "wb-shop-rules.h"
#include "wb-wire-shop-caps.h"

/* How long to wait for another program that writes, as a connection of its own would. */
#define LOCK_TRIES 100
#define LOCK_TRY_USEC (50 * G_TIME_SPAN_MILLISECOND)

struct _WbPortalBook
{
  GObject parent_instance;

  WbPortal *portal;     /* (unowned) */
  char *store_id;       /* (owned) */
  gboolean pass_ended;
};

typedef struct
{
  WbPortalBookFunc func;
  gpointer data;
  gboolean writes;
  gboolean done;
  GError *error;
} Call;

static void
run_call (WbPortal *portal,
          gpointer  data)
{
  Call *call = data;

  if (!call->writes) {
    call->done = call->func (portal->ledger, call->data, &call->error);
    return;
  }
  if (!wb_portal_try_begin (portal, &call->error))
    return;

  call->done = call->func (portal->ledger, call->data, &call->error) &&
               wb_portal_commit (portal, &call->error);
  if (!call->done)
    wb_portal_rollback (portal);
  wb_portal_rearm (portal);
}

/* The lock of another program's connection tells nobody when it goes, so it is tried again. */
static void
wait_for_lock (void)
{
  GMutex mutex;
  GCond cond;
  gint64 until = g_get_monotonic_time () + LOCK_TRY_USEC;

  g_mutex_init (&mutex);
  g_cond_init (&cond);
  g_mutex_lock (&mutex);
  while (g_cond_wait_until (&cond, &mutex, until))
    continue;
  g_mutex_unlock (&mutex);
  g_mutex_clear (&mutex);
  g_cond_clear (&cond);
}

static gboolean
carry (WbPortalBook      *self,
       WbPortalBookFunc   func,
       gpointer           data,
       gboolean           writes,
       GError           **error)
{
  Call call = { .func = func, .data = data, .writes = writes };

  wb_portal_call (self->portal, run_call, &call);
  /* Here, where nobody is kept waiting, and not in the serving thread. */
  for (guint i = 0; i < LOCK_TRIES && writes && !call.done &&
       g_error_matches (call.error, WB_DB_ERROR, WB_DB_ERROR_BUSY); i++) {
    g_clear_error (&call.error);
    wait_for_lock ();
    wb_portal_call (self->portal, run_call, &call);
  }
  if (call.error)
    g_propagate_error (error, call.error);

  return call.done;
}

gboolean
wb_portal_book_write (WbPortalBook      *self,
                      WbPortalBookFunc   func,
                      gpointer           data,
                      GError           **error)
{
  return carry (self, func, data, TRUE, error);
}

gboolean
wb_portal_book_read (WbPortalBook      *self,
                     WbPortalBookFunc   func,
                     gpointer           data,
                     GError           **error)
{
  return carry (self, func, data, FALSE, error);
}

static void
tell_coupon (WbPortal *portal,
             gpointer  data)
{
  wb_portal_wait_tell_coupon (portal, data);
  wb_portal_rearm (portal);
}

void
wb_portal_book_tell_coupon (WbPortalBook *self,
                            const char   *coupon_id)
{
  wb_portal_call (self->portal, tell_coupon, (gpointer) coupon_id);
}

static gboolean
store_issue (WbLedger  *ledger,
             gpointer   data,
             GError   **error)
{
  return wb_ledger_issue_store (ledger, data, error);
}

static gboolean
wb_portal_book_store_issue (WbCouponLedger  *ledger,
                            const WbIssue   *issue,
                            GError         **error)
{
  WbPortalBook *self = WB_PORTAL_BOOK (ledger);

  if (!wb_portal_book_write (self, store_issue, (gpointer) issue, error))
    return FALSE;
  if (issue->step == WB_ISSUE_DONE || issue->step == WB_ISSUE_FAILED)
    wb_portal_book_tell_coupon (self, issue->id);

  return TRUE;
}

typedef struct
{
  const char *store_id;
  WbShopMarkKind kind;
  const WbShopPage *page;
  char *mark;
  GPtrArray *surplus;
} MarkCall;

static gboolean
load_mark (WbLedger  *ledger,
           gpointer   data,
           GError   **error)
{
  MarkCall *call = data;

  return wb_ledger_shop_load_mark (ledger, call->store_id, call->kind, &call->mark, error);
}

static gboolean
wb_portal_book_load_mark (WbShopBook      *book,
                          WbShopMarkKind   kind,
                          char           **mark_out,
                          GError         **error)
{
  WbPortalBook *self = WB_PORTAL_BOOK (book);
  MarkCall call = { .store_id = self->store_id, .kind = kind };
  gboolean loaded = wb_portal_book_read (self, load_mark, &call, error);

  *mark_out = call.mark;

  return loaded;
}

static gboolean
find_surplus (WbLedger  *ledger,
              gpointer   data,
              GError   **error)
{
  MarkCall *call = data;

  for (guint i = 0; i < call->page->items->len; i++) {
    const WbShopCoupon *seen = g_ptr_array_index (call->page->items, i);
    g_autoptr (WbCoupon) coupon = NULL;

    if (!seen->code)
      continue;
    if (!wb_ledger_coupon_find_code (ledger, call->store_id, seen->code, &coupon, error))
      return FALSE;
    if (coupon && wb_shop_rules_is_surplus (coupon, seen))
      g_ptr_array_add (call->surplus, g_strdup (seen->remote_id));
  }

  return TRUE;
}

static GPtrArray *
wb_portal_book_list_surplus (WbShopBook        *book,
                             const WbShopPage  *page,
                             GError           **error)
{
  WbPortalBook *self = WB_PORTAL_BOOK (book);
  g_autoptr (GPtrArray) surplus = g_ptr_array_new_with_free_func (g_free);
  MarkCall call = { .store_id = self->store_id, .page = page, .surplus = surplus };

  return wb_portal_book_read (self, find_surplus, &call, error) ? g_steal_pointer (&surplus) : NULL;
}

static gboolean
take_page (WbLedger  *ledger,
           gpointer   data,
           GError   **error)
{
  MarkCall *call = data;

  return wb_ledger_shop_take_page (ledger, call->store_id, call->kind, call->page, error);
}

static gboolean
wb_portal_book_store_page (WbShopBook        *book,
                           WbShopMarkKind     kind,
                           const WbShopPage  *page,
                           GError           **error)
{
  WbPortalBook *self = WB_PORTAL_BOOK (book);
  MarkCall call = { .store_id = self->store_id, .kind = kind, .page = page };

  if (!wb_portal_book_write (self, take_page, &call, error))
    return FALSE;
  if (kind == WB_SHOP_MARK_COUPONS && page->ends_pass)
    self->pass_ended = TRUE;

  return TRUE;
}

static void
wb_portal_book_ledger_iface_init (WbCouponLedgerInterface *iface)
{
  iface->store = wb_portal_book_store_issue;
}

static void
wb_portal_book_book_iface_init (WbShopBookInterface *iface)
{
  iface->load_mark = wb_portal_book_load_mark;
  iface->list_surplus = wb_portal_book_list_surplus;
  iface->store_page = wb_portal_book_store_page;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (WbPortalBook, wb_portal_book, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WB_TYPE_COUPON_LEDGER,
                                                      wb_portal_book_ledger_iface_init)
                               G_IMPLEMENT_INTERFACE (WB_TYPE_SHOP_BOOK,
                                                      wb_portal_book_book_iface_init))

static void
wb_portal_book_finalize (GObject *object)
{
  g_free (WB_PORTAL_BOOK (object)->store_id);

  G_OBJECT_CLASS (wb_portal_book_parent_class)->finalize (object);
}

static void
wb_portal_book_class_init (WbPortalBookClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wb_portal_book_finalize;
}

static void
wb_portal_book_init (WbPortalBook *self)
{
}

WbPortalBook *
wb_portal_book_new (WbPortal   *portal,
                    const char *store_id)
{
  WbPortalBook *self = g_object_new (WB_TYPE_PORTAL_BOOK, NULL);

  self->portal = portal;
  self->store_id = g_strdup (store_id);

  return self;
}

gboolean
wb_portal_book_take_pass_ended (WbPortalBook *self)
{
  gboolean ended = self->pass_ended;

  self->pass_ended = FALSE;

  return ended;
}

typedef struct
{
  const char *store_id;
  const char *connection;
  const char *message;
  const WbShopCaps *caps;
} ConnectionCall;

static gboolean
have_same_caps (const WbShopCaps *a,
                const WbShopCaps *b)
{
  g_autoptr (JsonNode) a_node = a ? wb_wire_shop_caps_encode (a) : NULL;
  g_autoptr (JsonNode) b_node = b ? wb_wire_shop_caps_encode (b) : NULL;

  return a_node && b_node && json_node_equal (a_node, b_node);
}

static gboolean
take_caps (WbMerchantStore  *store,
           WbStoreAccess    *access,
           const WbShopCaps *caps)
{
  gboolean changed = FALSE;

  if (caps->time_zone && g_strcmp0 (access->time_zone, caps->time_zone) != 0) {
    g_free (access->time_zone);
    access->time_zone = g_strdup (caps->time_zone);
    changed = TRUE;
  }
  if (caps->currencies && !g_strv_equal ((const char *const *) caps->currencies,
                                         (const char *const *) store->currencies)) {
    g_strfreev (store->currencies);
    store->currencies = g_strdupv (caps->currencies);
    changed = TRUE;
  }
  if (!have_same_caps (store->caps, caps)) {
    g_clear_pointer (&store->caps, wb_shop_caps_unref);
    store->caps = wb_shop_caps_ref ((WbShopCaps *) caps);
    changed = TRUE;
  }

  return changed;
}

static gboolean
store_connection (WbLedger  *ledger,
                  gpointer   data,
                  GError   **error)
{
  ConnectionCall *call = data;
  g_autoptr (WbMerchantStore) store = NULL;
  g_auto (WbStoreAccess) access = { NULL };
  gboolean changed = FALSE;

  if (!wb_ledger_store_get (ledger, call->store_id, &store, &access, error))
    return FALSE;
  /* Removed or paused meanwhile: that counts. */
  if (!store || access.is_paused)
    return TRUE;

  changed = g_strcmp0 (store->connection, call->connection) != 0 ||
            g_strcmp0 (store->error_message, call->message) != 0;
  g_free (store->connection);
  store->connection = g_strdup (call->connection);
  g_free (store->error_message);
  store->error_message = g_strdup (call->message);
  if (call->caps) {
    changed |= take_caps (store, &access, call->caps);
    if (!wb_ledger_shop_set_checked (ledger, call->store_id, error))
      return FALSE;
  }

  return !changed || wb_ledger_store_save (ledger, store, &access, FALSE, error);
}

void
wb_portal_book_tell_connection (WbPortalBook     *self,
                                const char       *connection,
                                const char       *message,
                                const WbShopCaps *caps)
{
  ConnectionCall call = { self->store_id, connection, message, caps };
  g_autoptr (GError) error = NULL;

  /* Not worth failing for: the next time tells it again. */
  if (!wb_portal_book_write (self, store_connection, &call, &error))
    g_message ("The state of a shop's connection could not be stored: %s", error->message);
}
