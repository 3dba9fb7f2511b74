/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person is doing to their own settings, apart from any widget: hours as typed, switches, and
 * the settings they make. What cannot be read yet stays as it was, so that the rest can be saved at
 * once. Text fields: "calling_hours.0" (Monday) … "calling_hours.6", "notification_hours.0" … */

#pragma once

#include "wb-form.h"
#include "wb-local-settings.h"

G_BEGIN_DECLS

#define WB_TYPE_LOCAL_FORM (wb_local_form_get_type ())
G_DECLARE_FINAL_TYPE (WbLocalForm, wb_local_form, WB, LOCAL_FORM, GObject)

/* A WbForm. */

typedef enum
{
  WB_LOCAL_NOTIFY_NEW,
  WB_LOCAL_NOTIFY_GOAL,
  WB_LOCAL_NOTIFY_PROMISE,
  WB_LOCAL_COUNT_OPENING_HOURS,
  WB_LOCAL_RUN_IN_BACKGROUND,
  WB_N_LOCAL_SWITCHES,
} WbLocalSwitch;

WbLocalForm     *wb_local_form_new           (const WbLocalSettings *shown) G_GNUC_WARN_UNUSED_RESULT;
gboolean         wb_local_form_get_switch    (WbLocalForm     *self,
                                              WbLocalSwitch    which);
void             wb_local_form_set_switch    (WbLocalForm     *self,
                                              WbLocalSwitch    which,
                                              gboolean         on);
WbLocalSettings *wb_local_form_take_settings (WbLocalForm     *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
