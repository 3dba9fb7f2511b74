/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* See scripted-shop.h. */

#include "config.h"

#include "scripted-shop.h"

#include "wb-remote-error.h"

#include <string.h>

struct _ShopState
{
  GMutex mutex;
  GCond cond;
  GPtrArray *coupons;   /* (element-type WbShopCoupon) */
  ShopMode mode;
  guint n_creates;
  guint last_id;
  GPtrArray *orders;    /* (element-type WbShopOrder) as they came; the mark is how many were read */
  guint n_lists;
  gboolean is_down;
  gboolean hanging;
  gboolean released;
};

#define TYPE_SCRIPTED_SHOP (scripted_shop_get_type ())
G_DECLARE_FINAL_TYPE (ScriptedShop, scripted_shop, SCRIPTED, SHOP, GObject)

struct _ScriptedShop
{
  GObject parent_instance;

  ShopState *state;   /* (unowned) */
};

ShopState *
shop_state_new (void)
{
  ShopState *self = g_new0 (ShopState, 1);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->coupons = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_shop_coupon_unref);
  self->orders = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_shop_order_unref);

  return self;
}

void
shop_state_free (ShopState *self)
{
  g_ptr_array_unref (self->coupons);
  g_ptr_array_unref (self->orders);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}

void
shop_state_set_mode (ShopState *self,
                     ShopMode   mode)
{
  g_mutex_lock (&self->mutex);
  self->mode = mode;
  self->released = FALSE;
  g_mutex_unlock (&self->mutex);
}

void
shop_state_wait_hang (ShopState *self)
{
  g_mutex_lock (&self->mutex);
  while (!self->hanging)
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);
}

void
shop_state_release (ShopState *self)
{
  g_mutex_lock (&self->mutex);
  self->released = TRUE;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

guint
shop_state_count (ShopState *self)
{
  guint count = 0;

  g_mutex_lock (&self->mutex);
  count = self->coupons->len;
  g_mutex_unlock (&self->mutex);

  return count;
}

guint
shop_state_creates (ShopState *self)
{
  guint count = 0;

  g_mutex_lock (&self->mutex);
  count = self->n_creates;
  g_mutex_unlock (&self->mutex);

  return count;
}

gboolean
shop_state_wait_creates (ShopState *self,
                         guint      n_creates)
{
  gint64 until = g_get_monotonic_time () + 10 * G_TIME_SPAN_MILLISECOND;
  gboolean reached = FALSE;

  g_mutex_lock (&self->mutex);
  while (self->n_creates < n_creates &&
         g_cond_wait_until (&self->cond, &self->mutex, until))
    continue;
  reached = self->n_creates >= n_creates;
  g_mutex_unlock (&self->mutex);

  return reached;
}

static WbShopCoupon *
copy_coupon (const WbShopCoupon *coupon)
{
  WbShopCoupon *copy = wb_shop_coupon_new ();

  copy->remote_id = g_strdup (coupon->remote_id);
  copy->code = g_strdup (coupon->code);
  copy->is_percent = coupon->is_percent;
  copy->percent_hundredths = coupon->percent_hundredths;
  copy->amount = coupon->amount;
  copy->min_order = coupon->min_order;
  copy->expires_at = coupon->expires_at;
  copy->usage_limit = coupon->usage_limit;
  copy->email = g_strdup (coupon->email);
  copy->ticket_mark = g_strdup (coupon->ticket_mark);
  copy->usage_count = coupon->usage_count;
  copy->is_live = coupon->is_live;

  return copy;
}

WbShopCoupon *
shop_state_dup (ShopState *self,
                guint      index)
{
  WbShopCoupon *copy = NULL;

  g_mutex_lock (&self->mutex);
  if (index < self->coupons->len)
    copy = copy_coupon (g_ptr_array_index (self->coupons, index));
  g_mutex_unlock (&self->mutex);

  return copy;
}

guint
shop_state_live (ShopState *self)
{
  guint count = 0;

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->coupons->len; i++) {
    const WbShopCoupon *coupon = g_ptr_array_index (self->coupons, i);

    count += coupon->is_live && coupon->usage_count == 0;
  }
  g_mutex_unlock (&self->mutex);

  return count;
}

/* With the mutex held. */
static gboolean
find_code (ShopState  *state,
           const char *code,
           guint      *index_out)
{
  for (guint i = 0; i < state->coupons->len; i++) {
    const WbShopCoupon *coupon = g_ptr_array_index (state->coupons, i);

    if (g_ascii_strcasecmp (coupon->code, code) == 0) {
      *index_out = i;
      return TRUE;
    }
  }

  return FALSE;
}

void
shop_state_spend (ShopState  *self,
                  const char *code,
                  gboolean    is_used)
{
  guint index = 0;

  g_mutex_lock (&self->mutex);
  g_assert_true (find_code (self, code, &index));
  ((WbShopCoupon *) g_ptr_array_index (self->coupons, index))->usage_count = is_used ? 1 : 0;
  g_mutex_unlock (&self->mutex);
}

void
shop_state_lose (ShopState  *self,
                 const char *code)
{
  guint index = 0;

  g_mutex_lock (&self->mutex);
  g_assert_true (find_code (self, code, &index));
  g_ptr_array_remove_index (self->coupons, index);
  g_mutex_unlock (&self->mutex);
}

void
shop_state_add_draft (ShopState  *self,
                      const char *code)
{
  WbShopCoupon *draft = wb_shop_coupon_new ();

  draft->remote_id = g_strdup ("draft");
  draft->code = g_strdup (code);
  draft->is_live = FALSE;
  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->coupons, draft);
  g_mutex_unlock (&self->mutex);
}

void
shop_state_add_late (ShopState  *self,
                     guint       index,
                     const char *remote_id,
                     const char *ticket_mark)
{
  g_autoptr (WbShopCoupon) ours = shop_state_dup (self, index);
  WbShopCoupon *late = wb_shop_coupon_new ();

  g_return_if_fail (ours);
  late->remote_id = g_strdup (remote_id);
  late->code = g_strdup (ours->code);
  late->ticket_mark = g_strdup (ticket_mark ? ticket_mark : ours->ticket_mark);
  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->coupons, late);
  g_mutex_unlock (&self->mutex);
}

void
shop_state_put_order (ShopState   *self,
                      WbShopOrder *order)
{
  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->orders, order);
  g_mutex_unlock (&self->mutex);
}

guint
shop_state_lists (ShopState *self)
{
  guint count = 0;

  g_mutex_lock (&self->mutex);
  count = self->n_lists;
  g_mutex_unlock (&self->mutex);

  return count;
}

void
shop_state_set_down (ShopState *self,
                     gboolean   is_down)
{
  g_mutex_lock (&self->mutex);
  self->is_down = is_down;
  g_mutex_unlock (&self->mutex);
}

/* With the mutex held. */
static gboolean
check_up (ShopState  *state,
          GError    **error)
{
  if (state->is_down)
    g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNAUTHORIZED, "The key is no longer good");

  return !state->is_down;
}

static WbShopCaps *
scripted_shop_check (WbShop          *shop,
                     WbShopStepFunc   step,
                     gpointer         data,
                     GCancellable    *cancellable,
                     GError         **error)
{
  static const char *const currencies[] = { "CZK", NULL };
  ShopState *state = SCRIPTED_SHOP (shop)->state;
  WbShopCaps *caps = NULL;
  gboolean is_up = FALSE;

  g_mutex_lock (&state->mutex);
  is_up = check_up (state, error);
  g_mutex_unlock (&state->mutex);
  if (!is_up)
    return NULL;

  caps = wb_shop_caps_new ();
  caps->fixed = caps->percent = caps->minimum = caps->expiry = TRUE;
  g_strfreev (caps->currencies);
  caps->currencies = g_strdupv ((GStrv) currencies);
  g_free (caps->time_zone);
  caps->time_zone = g_strdup ("Europe/Prague");
  g_free (caps->platform);
  caps->platform = g_strdup ("woocommerce");
  wb_shop_caps_add_note (caps, WB_SHOP_NOTE_CAN, WB_SHOP_NOTE_ORDERS, NULL);

  return caps;
}

static void
wake_cb (GCancellable *cancellable,
         ShopState    *state)
{
  g_mutex_lock (&state->mutex);
  g_cond_broadcast (&state->cond);
  g_mutex_unlock (&state->mutex);
}

/* With the mutex held. */
static gboolean
hang (ShopState     *state,
      GCancellable  *cancellable,
      GError       **error)
{
  gulong id = 0;

  state->hanging = TRUE;
  g_cond_broadcast (&state->cond);
  g_mutex_unlock (&state->mutex);
  id = g_cancellable_connect (cancellable, G_CALLBACK (wake_cb), state, NULL);
  g_mutex_lock (&state->mutex);
  while (!state->released && !g_cancellable_is_cancelled (cancellable))
    g_cond_wait (&state->cond, &state->mutex);
  state->hanging = FALSE;
  g_mutex_unlock (&state->mutex);
  g_cancellable_disconnect (cancellable, id);
  g_mutex_lock (&state->mutex);

  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

static gboolean
misbehave (ShopState     *state,
           ShopMode       mode,
           WbShopCoupon  *made,
           GCancellable  *cancellable,
           GError       **error)
{
  switch (mode) {
    case SHOP_FAILS_BEFORE:
      g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_OFFLINE, "The shop is away");
      return FALSE;
    case SHOP_REFUSES:
      g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_REJECTED, "Coupons are not enabled");
      return FALSE;
    case SHOP_STORES_OTHER:
      made->amount.minor /= 2;
      return TRUE;
    case SHOP_HANGS:
      return hang (state, cancellable, error);
    case SHOP_WORKS:
    case SHOP_FAILS_AFTER:
    default:
      return TRUE;
  }
}

static WbShopCoupon *
scripted_shop_create (WbShop              *shop,
                      const WbShopCoupon  *coupon,
                      GCancellable        *cancellable,
                      GError             **error)
{
  ShopState *state = SCRIPTED_SHOP (shop)->state;
  g_autoptr (WbShopCoupon) made = copy_coupon (coupon);
  WbShopCoupon *answer = NULL;
  ShopMode mode = SHOP_WORKS;

  g_mutex_lock (&state->mutex);
  mode = state->mode;
  state->mode = SHOP_WORKS;
  state->n_creates++;
  g_cond_broadcast (&state->cond);
  g_free (made->remote_id);
  made->remote_id = g_strdup_printf ("%u", ++state->last_id);
  made->is_live = TRUE;
  if (misbehave (state, mode, made, cancellable, error)) {
    answer = copy_coupon (made);
    g_ptr_array_add (state->coupons, g_steal_pointer (&made));
  }
  g_mutex_unlock (&state->mutex);

  if (mode == SHOP_FAILS_AFTER) {
    g_clear_pointer (&answer, wb_shop_coupon_unref);
    g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_TIMEOUT, "The answer got lost");
  }

  return answer;
}

static GPtrArray *
scripted_shop_find_code (WbShop        *shop,
                         const char    *code,
                         GCancellable  *cancellable,
                         GError       **error)
{
  ShopState *state = SCRIPTED_SHOP (shop)->state;
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_shop_coupon_unref);

  g_mutex_lock (&state->mutex);
  for (guint i = 0; i < state->coupons->len; i++) {
    const WbShopCoupon *coupon = g_ptr_array_index (state->coupons, i);

    if (g_ascii_strcasecmp (coupon->code, code) == 0)
      g_ptr_array_add (found, copy_coupon (coupon));
  }
  g_mutex_unlock (&state->mutex);

  return found;
}

/* With the mutex held. */
static gboolean
find_remote (ShopState  *state,
             const char *remote_id,
             guint      *index_out)
{
  for (guint i = 0; i < state->coupons->len; i++) {
    const WbShopCoupon *coupon = g_ptr_array_index (state->coupons, i);

    if (g_strcmp0 (coupon->remote_id, remote_id) == 0) {
      *index_out = i;
      return TRUE;
    }
  }

  return FALSE;
}

static WbShopCoupon *
scripted_shop_read_back (WbShop        *shop,
                         const char    *remote_id,
                         GCancellable  *cancellable,
                         GError       **error)
{
  ShopState *state = SCRIPTED_SHOP (shop)->state;
  WbShopCoupon *found = NULL;
  guint index = 0;

  g_mutex_lock (&state->mutex);
  if (find_remote (state, remote_id, &index))
    found = copy_coupon (g_ptr_array_index (state->coupons, index));
  else
    g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_FOUND, "No such coupon");
  g_mutex_unlock (&state->mutex);

  return found;
}

static gboolean
scripted_shop_remove (WbShop        *shop,
                      const char    *remote_id,
                      GCancellable  *cancellable,
                      GError       **error)
{
  ShopState *state = SCRIPTED_SHOP (shop)->state;
  guint index = 0;

  g_mutex_lock (&state->mutex);
  if (find_remote (state, remote_id, &index))
    g_ptr_array_remove_index (state->coupons, index);
  g_mutex_unlock (&state->mutex);

  return TRUE;
}

static gboolean
scripted_shop_disable (WbShop        *shop,
                       const char    *remote_id,
                       GCancellable  *cancellable,
                       GError       **error)
{
  ShopState *state = SCRIPTED_SHOP (shop)->state;
  guint index = 0;
  gboolean disabled = TRUE;

  g_mutex_lock (&state->mutex);
  disabled = check_up (state, error);
  if (disabled && find_remote (state, remote_id, &index)) {
    WbShopCoupon *coupon = g_ptr_array_index (state->coupons, index);

    disabled = coupon->usage_count == 0;
    if (disabled)
      coupon->is_live = FALSE;
    else
      g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_CONFLICT, "It was used");
  }
  g_mutex_unlock (&state->mutex);

  return disabled;
}

static WbShopPage *
new_page (const char *mark_format,
          guint       n)
{
  WbShopPage *page = g_new0 (WbShopPage, 1);

  page->mark = g_strdup_printf ("%s%u", mark_format, n);

  return page;
}

/* All of them each time, on one page. */
static WbShopPage *
scripted_shop_list_coupons (WbShop        *shop,
                            const char    *mark,
                            GCancellable  *cancellable,
                            GError       **error)
{
  ShopState *state = SCRIPTED_SHOP (shop)->state;
  WbShopPage *page = NULL;

  g_mutex_lock (&state->mutex);
  if (check_up (state, error)) {
    page = new_page ("pass-", mark ? (guint) g_ascii_strtoull (mark + strlen ("pass-"), NULL, 10) + 1 : 1);
    page->items = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_shop_coupon_unref);
    page->starts_pass = page->ends_pass = TRUE;
    for (guint i = 0; i < state->coupons->len; i++)
      g_ptr_array_add (page->items, copy_coupon (g_ptr_array_index (state->coupons, i)));
  }
  g_mutex_unlock (&state->mutex);

  return page;
}

/* One by one, so that there are pages. */
static WbShopPage *
scripted_shop_list_orders (WbShop        *shop,
                           const char    *mark,
                           GCancellable  *cancellable,
                           GError       **error)
{
  ShopState *state = SCRIPTED_SHOP (shop)->state;
  guint n_read = mark ? (guint) g_ascii_strtoull (mark, NULL, 10) : 0;
  WbShopPage *page = NULL;

  g_mutex_lock (&state->mutex);
  state->n_lists++;
  g_cond_broadcast (&state->cond);
  if (check_up (state, error)) {
    gboolean has_one = n_read < state->orders->len;

    page = new_page ("", n_read + (has_one ? 1 : 0));
    page->items = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_shop_order_unref);
    if (has_one)
      g_ptr_array_add (page->items, wb_shop_order_ref (g_ptr_array_index (state->orders, n_read)));
    page->has_more = n_read + 1 < state->orders->len;
  }
  g_mutex_unlock (&state->mutex);

  return page;
}

static void
scripted_shop_iface_init (WbShopInterface *iface)
{
  iface->check = scripted_shop_check;
  iface->create = scripted_shop_create;
  iface->find_code = scripted_shop_find_code;
  iface->read_back = scripted_shop_read_back;
  iface->remove = scripted_shop_remove;
  iface->disable = scripted_shop_disable;
  iface->list_coupons = scripted_shop_list_coupons;
  iface->list_orders = scripted_shop_list_orders;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ScriptedShop, scripted_shop, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WB_TYPE_SHOP, scripted_shop_iface_init))

static void
scripted_shop_class_init (ScriptedShopClass *klass)
{
}

static void
scripted_shop_init (ScriptedShop *self)
{
}

WbShop *
scripted_shop_make (const WbMerchantStore  *store,
                    gpointer                data,
                    GError                **error)
{
  ScriptedShop *shop = g_object_new (TYPE_SCRIPTED_SHOP, NULL);

  shop->state = data;

  return WB_SHOP (shop);
}
