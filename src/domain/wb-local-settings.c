/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person sets for themselves on this computer; see wb-local-settings.h. */

#include "config.h"

#include "wb-local-settings.h"

#include "wb-hours.h"

/* Until somebody sets others: fair to customers, and a working week for staff. */
static const WbHours calling_hours = { 0x3f, 8 * 60, 20 * 60 };
static const WbHours notification_hours = { 0x1f, 8 * 60, 18 * 60 };

static void
init_local_settings (WbLocalSettings *self)
{
  self->calling_hours = g_array_new (FALSE, TRUE, sizeof (WbHours));
  g_array_append_val (self->calling_hours, calling_hours);
  self->notification_hours = g_array_new (FALSE, TRUE, sizeof (WbHours));
  g_array_append_val (self->notification_hours, notification_hours);
  self->notify_new = TRUE;
  self->notify_goal = TRUE;
  self->notify_promise = TRUE;
}

static void
clear_local_settings (WbLocalSettings *self)
{
  g_array_unref (self->calling_hours);
  g_array_unref (self->notification_hours);
}

WB_DEFINE_RECORD (WbLocalSettings, wb_local_settings, init_local_settings, clear_local_settings)

/**
 * wb_local_settings_copy:
 * @self: settings
 *
 * A copy to be edited. Any thread.
 *
 * Returns: (transfer full): the copy, which shares nothing with @self
 */
WbLocalSettings *
wb_local_settings_copy (const WbLocalSettings *self)
{
  g_autoptr (WbLocalSettings) copy = NULL;

  g_return_val_if_fail (self, NULL);

  copy = wb_local_settings_new ();
  g_array_unref (copy->calling_hours);
  copy->calling_hours = g_array_copy (self->calling_hours);
  g_array_unref (copy->notification_hours);
  copy->notification_hours = g_array_copy (self->notification_hours);
  copy->notify_new = self->notify_new;
  copy->notify_goal = self->notify_goal;
  copy->notify_promise = self->notify_promise;
  copy->count_opening_hours = self->count_opening_hours;
  copy->run_in_background = self->run_in_background;
  copy->background_asked = self->background_asked;

  return g_steal_pointer (&copy);
}

/**
 * wb_local_settings_equal:
 * @a: settings
 * @b: others, or the same edited
 *
 * Any thread.
 *
 * Returns: `TRUE` if both say the same
 */
gboolean
wb_local_settings_equal (const WbLocalSettings *a,
                         const WbLocalSettings *b)
{
  g_return_val_if_fail (a, FALSE);
  g_return_val_if_fail (b, FALSE);

  return wb_hours_equal (a->calling_hours, b->calling_hours) &&
         wb_hours_equal (a->notification_hours, b->notification_hours) &&
         !a->notify_new == !b->notify_new && !a->notify_goal == !b->notify_goal &&
         !a->notify_promise == !b->notify_promise &&
         !a->count_opening_hours == !b->count_opening_hours &&
         !a->run_in_background == !b->run_in_background &&
         !a->background_asked == !b->background_asked;
}

/**
 * wb_local_settings_validate:
 * @self: settings
 *
 * Judges both kinds of hours as the account's own opening hours are judged. None at all is allowed:
 * nobody is to be called, or told. Any thread.
 *
 * Returns: (transfer full) (element-type WbProblem): all problems; empty when there is none
 */
GPtrArray *
wb_local_settings_validate (const WbLocalSettings *self)
{
  GPtrArray *problems;

  g_return_val_if_fail (self, NULL);

  problems = wb_problems_new ();
  wb_hours_add_problems (self->calling_hours, "calling_hours", problems);
  wb_hours_add_problems (self->notification_hours, "notification_hours", problems);

  return problems;
}
