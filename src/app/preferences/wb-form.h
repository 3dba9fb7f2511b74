/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a row of the preferences asks of that which it edits: a text per named field, and what is
 * wrong with it. Main thread only where widgets are at it. */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define WB_TYPE_FORM (wb_form_get_type ())
G_DECLARE_INTERFACE (WbForm, wb_form, WB, FORM, GObject)

/* Signal "changed": what is typed, and so what is wrong, is another. */

struct _WbFormInterface
{
  GTypeInterface parent_iface;

  /* Until the next change. */
  const char *(* get_text)     (WbForm     *self,
                                const char *field);
  void        (* type)         (WbForm     *self,
                                const char *field,
                                const char *text);
  /* For people; "" = nothing is wrong. Until the next change. */
  const char *(* find_problem) (WbForm     *self,
                                const char *field);
};

const char *wb_form_get_text      (WbForm     *self,
                                   const char *field);
void        wb_form_type          (WbForm     *self,
                                   const char *field,
                                   const char *text);
const char *wb_form_find_problem  (WbForm     *self,
                                   const char *field);
void        wb_form_changed       (WbForm     *self);

G_END_DECLS
