/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What rows edit; see wb-form.h. */

#include "config.h"

#include "wb-form.h"

G_DEFINE_INTERFACE (WbForm, wb_form, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

static void
wb_form_default_init (WbFormInterface *iface)
{
  signals[CHANGED] = g_signal_new ("changed", WB_TYPE_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

/**
 * wb_form_get_text:
 * @self: a form
 * @field: one of its fields
 *
 * Returns: (transfer none): what stands in it, until it changes
 */
const char *
wb_form_get_text (WbForm     *self,
                  const char *field)
{
  g_return_val_if_fail (WB_IS_FORM (self), "");
  g_return_val_if_fail (field, "");

  return WB_FORM_GET_IFACE (self)->get_text (self, field);
}

/**
 * wb_form_type:
 * @self: a form
 * @field: one of its fields
 * @text: what stands in it from now on
 */
void
wb_form_type (WbForm     *self,
              const char *field,
              const char *text)
{
  g_return_if_fail (WB_IS_FORM (self));
  g_return_if_fail (field && text);

  WB_FORM_GET_IFACE (self)->type (self, field, text);
}

/**
 * wb_form_find_problem:
 * @self: a form
 * @field: one of its fields
 *
 * Returns: (transfer none): what is wrong with it, for people; "" = nothing. Until the next change
 */
const char *
wb_form_find_problem (WbForm     *self,
                      const char *field)
{
  g_return_val_if_fail (WB_IS_FORM (self), "");
  g_return_val_if_fail (field, "");

  return WB_FORM_GET_IFACE (self)->find_problem (self, field);
}

/**
 * wb_form_changed:
 * @self: a form
 *
 * For the form itself: says that something in it is another.
 */
void
wb_form_changed (WbForm *self)
{
  g_return_if_fail (WB_IS_FORM (self));

  g_signal_emit (self, signals[CHANGED], 0);
}
