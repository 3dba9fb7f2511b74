/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a shop can do; see wb-shop-caps.h. */

#include "config.h"

#include "wb-shop-caps.h"

#include <glib/gi18n-lib.h>

static const char *const kinds[] = { "can", "cannot", "missing" };

static void
init_note (WbShopNote *self)
{
}

static void
clear_note (WbShopNote *self)
{
  g_free (self->code);
  g_free (self->value);
}

WB_DEFINE_RECORD (WbShopNote, wb_shop_note, init_note, clear_note)

/**
 * wb_shop_note_make:
 * @kind: what it means for the shop's owner
 * @code: `WB_SHOP_NOTE_…`
 * @value: (nullable): what the code is about
 *
 * Returns: (transfer full): a note
 */
WbShopNote *
wb_shop_note_make (WbShopNoteKind  kind,
                   const char     *code,
                   const char     *value)
{
  WbShopNote *self = NULL;

  g_return_val_if_fail (code, NULL);

  self = wb_shop_note_new ();
  self->kind = kind;
  self->code = g_strdup (code);
  self->value = g_strdup (value);

  return self;
}

const char *
wb_shop_note_kind_to_text (WbShopNoteKind kind)
{
  g_return_val_if_fail (kind < G_N_ELEMENTS (kinds), NULL);

  return kinds[kind];
}

gboolean
wb_shop_note_kind_from_text (const char     *text,
                             WbShopNoteKind *kind_out)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    if (g_strcmp0 (text, kinds[i]) == 0) {
      *kind_out = i;
      return TRUE;
    }
  }

  return FALSE;
}

/* One sentence per kind and code; %s, where there is one, is the value. */
typedef struct
{
  WbShopNoteKind kind;
  const char *code;
  const char *words;
} Sentence;

static const Sentence sentences[] = {
  { WB_SHOP_NOTE_CAN, WB_SHOP_NOTE_EMAIL,
    N_ ("A coupon can be limited to one customer’s e-mail address") },
  { WB_SHOP_NOTE_CANNOT, WB_SHOP_NOTE_EMAIL,
    N_ ("A coupon cannot be limited to one customer: whoever has the code can use it once") },
  { WB_SHOP_NOTE_CANNOT, WB_SHOP_NOTE_ONE_CURRENCY,
    N_ ("Fixed amounts are in %s only; the shop converts them for customers who pay in another "
        "currency") },
  { WB_SHOP_NOTE_CAN, WB_SHOP_NOTE_ANY_CURRENCY,
    N_ ("Each currency of the shop has coupons of its own") },
  { WB_SHOP_NOTE_CAN, WB_SHOP_NOTE_VAT_INCLUDED, N_ ("Fixed amounts are taken off with VAT") },
  { WB_SHOP_NOTE_CAN, WB_SHOP_NOTE_VAT_EXCLUDED, N_ ("Fixed amounts are taken off before VAT") },
  { WB_SHOP_NOTE_CAN, WB_SHOP_NOTE_TEMPLATE, N_ ("Coupons follow the template “%s”") },
  { WB_SHOP_NOTE_MISSING, WB_SHOP_NOTE_TEMPLATE,
    N_ ("Choose the template that says where coupons apply") },
  { WB_SHOP_NOTE_MISSING, WB_SHOP_NOTE_MODULE,
    N_ ("Switch on the module “%s” in the shop’s administration") },
  { WB_SHOP_NOTE_MISSING, WB_SHOP_NOTE_PLAN, N_ ("This needs the shop’s plan “%s”") },
  { WB_SHOP_NOTE_CANNOT, WB_SHOP_NOTE_PLAN, N_ ("This needs the shop’s plan “%s”") },
  { WB_SHOP_NOTE_MISSING, WB_SHOP_NOTE_SCOPE, N_ ("Grant the permission “%s” to this connection") },
  { WB_SHOP_NOTE_CAN, WB_SHOP_NOTE_ORDERS,
    N_ ("Orders that use a coupon are found, with refunds and cancellations") },
  { WB_SHOP_NOTE_CANNOT, WB_SHOP_NOTE_ORDER_DAYS,
    N_ ("Only orders of the last %s days can be read") },
  { WB_SHOP_NOTE_CANNOT, WB_SHOP_NOTE_ORDER_BY_NAME,
    N_ ("Orders do not name the coupon’s code in a field of its own; where its row was renamed, "
        "the order is shown as probable") },
  { WB_SHOP_NOTE_MISSING, WB_SHOP_NOTE_COUPONS_OFF,
    N_ ("The shop does not let customers enter coupons: switch that on in its settings") },
  { WB_SHOP_NOTE_CANNOT, WB_SHOP_NOTE_CODE_LENGTH, N_ ("No code is longer than %s characters") },
  { WB_SHOP_NOTE_CAN, WB_SHOP_NOTE_API_VERSION, N_ ("The shop’s interface has version %s") },
  { WB_SHOP_NOTE_MISSING, WB_SHOP_NOTE_API_VERSION,
    N_ ("Version %s of the shop’s interface is about to end: update Winback") },
  { WB_SHOP_NOTE_CAN, WB_SHOP_NOTE_KEY_OF,
    N_ ("The key is for the shop at %s: coupons are made there") },
  { WB_SHOP_NOTE_MISSING, WB_SHOP_NOTE_KEY_IN_URL,
    N_ ("The web server strips the sign-in header: ask the hosting to pass “Authorization” on") },
};

/**
 * wb_shop_note_words:
 * @self: a note
 *
 * Returns: (transfer full): it as a translated sentence without a full stop; a code nobody here
 * knows as it came
 */
char *
wb_shop_note_words (const WbShopNote *self)
{
  g_return_val_if_fail (self, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++) {
    g_auto (GStrv) parts = NULL;

    if (sentences[i].kind != self->kind || g_strcmp0 (sentences[i].code, self->code) != 0)
      continue;
    parts = g_strsplit (_ (sentences[i].words), "%s", 2);
    return g_strjoinv (self->value ? self->value : "…", parts);
  }

  return self->value ? g_strdup_printf ("%s: %s", self->code, self->value) : g_strdup (self->code);
}

static void
init_caps (WbShopCaps *self)
{
  self->notes = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_shop_note_unref);
}

static void
clear_caps (WbShopCaps *self)
{
  g_strfreev (self->currencies);
  g_free (self->time_zone);
  g_free (self->name);
  g_free (self->platform);
  g_free (self->template_title);
  g_ptr_array_unref (self->notes);
}

WB_DEFINE_RECORD (WbShopCaps, wb_shop_caps, init_caps, clear_caps)

/**
 * wb_shop_caps_add_note:
 * @self: what a shop can do, still being filled
 * @kind: what it means for the shop's owner
 * @code: `WB_SHOP_NOTE_…`
 * @value: (nullable): what the code is about
 */
void
wb_shop_caps_add_note (WbShopCaps     *self,
                       WbShopNoteKind  kind,
                       const char     *code,
                       const char     *value)
{
  g_return_if_fail (self && code);

  g_ptr_array_add (self->notes, wb_shop_note_make (kind, code, value));
}

/**
 * wb_shop_caps_find_note:
 * @self: what a shop can do
 * @kind: the kind looked for
 * @code: the code looked for
 *
 * Returns: (transfer none) (nullable): the first such note
 */
const WbShopNote *
wb_shop_caps_find_note (const WbShopCaps *self,
                        WbShopNoteKind    kind,
                        const char       *code)
{
  g_return_val_if_fail (self && code, NULL);

  for (guint i = 0; i < self->notes->len; i++) {
    const WbShopNote *note = g_ptr_array_index (self->notes, i);

    if (note->kind == kind && g_strcmp0 (note->code, code) == 0)
      return note;
  }

  return NULL;
}
