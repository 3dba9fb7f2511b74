/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a Shoptet shop can do and what it lacks, found out without writing anything. What its owner
 * can mend is a note and not an error, so that all of it is told at once. */

#include "config.h"

#include "wb-shoptet-private.h"

#include "wb-shop-reply.h"
#include "wb-time.h"

#include <glib/gi18n-lib.h>

#define PATH_ENDPOINTS "/api/system/endpoints"

/* What a probe found: the shop let us, or said that the token lacks the right. */
typedef enum
{
  PROBE_FAILED,
  PROBE_ALLOWED,
  PROBE_DENIED,
} Probe;

static Probe
probe (WbShoptet        *self,
       const char       *path,
       WbShoptetAnswer  *answer,
       GCancellable     *cancellable,
       GError          **error)
{
  g_autoptr (GError) local_error = NULL;

  if (wb_shoptet_call (self, "GET", path, NULL, answer, cancellable, &local_error))
    return PROBE_ALLOWED;
  if (answer->status == 403 && answer->code)
    return PROBE_DENIED;
  g_propagate_error (error, g_steal_pointer (&local_error));

  return PROBE_FAILED;
}

/* What the shop says that the token may do with coupons; 0 = it does not say. */
static gboolean
load_rights (WbShoptet     *self,
             guint         *rights_out,
             GCancellable  *cancellable,
             GError       **error)
{
  g_auto (WbShoptetAnswer) answer = { NULL };

  *rights_out = WB_SHOPTET_RIGHT_UNKNOWN;
  switch (probe (self, PATH_ENDPOINTS, &answer, cancellable, error)) {
    case PROBE_FAILED: return FALSE;
    case PROBE_DENIED: return TRUE;
    default: break;
  }
  if (wb_shoptet_decode_rights (answer.node, "discount-coupons", rights_out, error))
    return TRUE;
  wb_shop_reply_adopt (error);

  return FALSE;
}

/* Which template coupons follow, or will. Nothing is made by looking. */
static gboolean
check_template (WbShoptet     *self,
                WbShopCaps    *caps,
                gboolean       may_write,
                GCancellable  *cancellable,
                GError       **error)
{
  g_auto (WbShoptetAnswer) answer = { NULL };
  g_autofree char *guid = NULL;

  switch (probe (self, WB_SHOPTET_PATH_TEMPLATES, &answer, cancellable, error)) {
    case PROBE_FAILED: return FALSE;
    case PROBE_DENIED:
      wb_shop_caps_add_note (caps, WB_SHOP_NOTE_MISSING, WB_SHOP_NOTE_SCOPE, "discount-coupons");
      return TRUE;
    default: break;
  }
  if (!wb_shoptet_decode_template (answer.node, self->chosen_template, WB_SHOPTET_TEMPLATE_TITLE,
                                   &guid, &caps->template_title, error)) {
    wb_shop_reply_adopt (error);
    return FALSE;
  }
  if (!guid && !self->chosen_template && may_write)
    caps->template_title = g_strdup (WB_SHOPTET_TEMPLATE_TITLE);
  wb_shop_caps_add_note (caps, caps->template_title ? WB_SHOP_NOTE_CAN : WB_SHOP_NOTE_MISSING,
                         WB_SHOP_NOTE_TEMPLATE, caps->template_title);
  g_free (self->template_guid);
  self->template_guid = g_steal_pointer (&guid);

  return TRUE;
}

static gboolean
check_coupons (WbShoptet     *self,
               WbShopCaps    *caps,
               GCancellable  *cancellable,
               GError       **error)
{
  guint rights = 0;
  gboolean may_write;

  /* Without the add-on nothing else can be asked. */
  if (!self->eshop->has_coupons) {
    wb_shop_caps_add_note (caps, WB_SHOP_NOTE_MISSING, WB_SHOP_NOTE_MODULE,
                           WB_SHOPTET_COUPON_MODULE_TITLE);
    return TRUE;
  }
  if (!load_rights (self, &rights, cancellable, error))
    return FALSE;
  may_write = rights == WB_SHOPTET_RIGHT_UNKNOWN || (rights & WB_SHOPTET_RIGHT_WRITE) != 0;
  if (!may_write)
    wb_shop_caps_add_note (caps, WB_SHOP_NOTE_MISSING, WB_SHOP_NOTE_SCOPE,
                           "discount-coupons (write)");

  return check_template (self, caps, may_write, cancellable, error);
}

static gboolean
check_readable (WbShoptet     *self,
                WbShopCaps    *caps,
                const char    *path,
                const char    *scope,
                gboolean      *readable_out,
                GCancellable  *cancellable,
                GError       **error)
{
  g_auto (WbShoptetAnswer) answer = { NULL };
  Probe found = probe (self, path, &answer, cancellable, error);

  *readable_out = found == PROBE_ALLOWED;
  if (found == PROBE_DENIED)
    wb_shop_caps_add_note (caps, WB_SHOP_NOTE_MISSING, WB_SHOP_NOTE_SCOPE, scope);

  return found != PROBE_FAILED;
}

static gboolean
check_orders (WbShoptet     *self,
              WbShopCaps    *caps,
              GCancellable  *cancellable,
              GError       **error)
{
  gint64 now = wb_clock_now (self->clock);
  g_autofree char *orders = wb_shoptet_path_changes ("orders", now, 1, 1);
  g_autofree char *credits = wb_shoptet_path_changes ("credit-notes", now, 1, 1);
  g_autofree char *invoices = wb_shoptet_path_invoices ("0");
  gboolean has_orders, has_credits, has_invoices;

  if (!check_readable (self, caps, orders, "orders", &has_orders, cancellable, error) ||
      !check_readable (self, caps, credits, "credit-notes", &has_credits, cancellable, error) ||
      !check_readable (self, caps, invoices, "invoices", &has_invoices, cancellable, error))
    return FALSE;
  self->no_credits = !has_credits || !has_invoices;
  if (has_orders)
    wb_shop_caps_add_note (caps, WB_SHOP_NOTE_CAN, WB_SHOP_NOTE_ORDERS, NULL);

  return TRUE;
}

static WbShopCaps *
new_caps (WbShoptet *self)
{
  WbShopCaps *caps = wb_shop_caps_new ();

  caps->percent = TRUE;
  caps->fixed = TRUE;
  caps->minimum = TRUE;
  caps->expiry = TRUE;
  caps->prices_include_vat = TRUE;
  caps->vat_known = TRUE;
  caps->code_chars_max = 16;
  caps->currencies = g_strdupv (self->eshop->currencies);
  caps->time_zone = g_strdup (self->eshop->time_zone);
  caps->name = g_strdup (self->eshop->name);
  /* All shops are asked at one address, so the key alone decides whose coupons are made: who typed
   * another shop's address must see it. */
  if (self->eshop->url)
    wb_shop_caps_add_note (caps, WB_SHOP_NOTE_CAN, WB_SHOP_NOTE_KEY_OF, self->eshop->url);
  caps->platform = g_strdup ("shoptet");
  wb_shop_caps_add_note (caps, WB_SHOP_NOTE_CANNOT, WB_SHOP_NOTE_EMAIL, NULL);
  wb_shop_caps_add_note (caps, WB_SHOP_NOTE_CAN, WB_SHOP_NOTE_ANY_CURRENCY, NULL);
  if (self->eshop->is_vat_payer)
    wb_shop_caps_add_note (caps, WB_SHOP_NOTE_CAN, WB_SHOP_NOTE_VAT_INCLUDED, NULL);
  wb_shop_caps_add_note (caps, WB_SHOP_NOTE_CANNOT, WB_SHOP_NOTE_CODE_LENGTH, "16");
  wb_shop_caps_add_note (caps, WB_SHOP_NOTE_CANNOT, WB_SHOP_NOTE_ORDER_DAYS,
                         G_STRINGIFY (WB_SHOPTET_HISTORY_DAYS));
  wb_shop_caps_add_note (caps, WB_SHOP_NOTE_CANNOT, WB_SHOP_NOTE_ORDER_BY_NAME, NULL);

  return caps;
}

/* Reaching and signing in are one call: who answers "no such token" was reached. */
static gboolean
check_reach (WbShoptet        *self,
             WbShopStepFunc    step,
             gpointer          data,
             WbShoptetAnswer  *answer,
             GCancellable     *cancellable,
             GError          **error)
{
  gboolean done;

  wb_shop_tell_step (step, data, WB_SHOP_STEP_REACH, FALSE);
  done = wb_shoptet_call (self, "GET", WB_SHOPTET_PATH_ESHOP, NULL, answer, cancellable, error);
  if (!done && !answer->code && answer->status != 401)
    return FALSE;
  wb_shop_tell_step (step, data, WB_SHOP_STEP_REACH, TRUE);
  wb_shop_tell_step (step, data, WB_SHOP_STEP_SIGN_IN, FALSE);
  if (done)
    wb_shop_tell_step (step, data, WB_SHOP_STEP_SIGN_IN, TRUE);

  return done;
}

static gboolean
lacks_nothing_since (WbShopCaps *caps,
                     guint       first_note)
{
  for (guint i = first_note; i < caps->notes->len; i++) {
    const WbShopNote *note = g_ptr_array_index (caps->notes, i);

    if (note->kind == WB_SHOP_NOTE_MISSING)
      return FALSE;
  }

  return TRUE;
}

/* A step that lacks something the owner can mend is not passed; what it is, the notes say. */
WbShopCaps *
wb_shoptet_check (WbShop          *shop,
                  WbShopStepFunc   step,
                  gpointer         data,
                  GCancellable    *cancellable,
                  GError         **error)
{
  WbShoptet *self = WB_SHOPTET (shop);
  g_auto (WbShoptetAnswer) answer = { NULL };
  g_autoptr (WbShopCaps) caps = NULL;
  guint first;

  if (!check_reach (self, step, data, &answer, cancellable, error))
    return NULL;
  wb_shop_tell_step (step, data, WB_SHOP_STEP_READ, FALSE);
  if (!wb_shoptet_adopt_shop (self, answer.node, error))
    return NULL;
  wb_shop_tell_step (step, data, WB_SHOP_STEP_READ, TRUE);

  caps = new_caps (self);
  first = caps->notes->len;
  wb_shop_tell_step (step, data, WB_SHOP_STEP_COUPONS, FALSE);
  if (!check_coupons (self, caps, cancellable, error))
    return NULL;
  if (lacks_nothing_since (caps, first))
    wb_shop_tell_step (step, data, WB_SHOP_STEP_COUPONS, TRUE);
  first = caps->notes->len;
  wb_shop_tell_step (step, data, WB_SHOP_STEP_ORDERS, FALSE);
  if (!check_orders (self, caps, cancellable, error))
    return NULL;
  if (lacks_nothing_since (caps, first))
    wb_shop_tell_step (step, data, WB_SHOP_STEP_ORDERS, TRUE);

  return g_steal_pointer (&caps);
}
