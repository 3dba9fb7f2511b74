/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A person's own settings as they are typed; see wb-local-form.h. The rules are
 * wb_local_settings_validate()'s; found here is only what those cannot see: words that are no
 * times. */

#include "config.h"

#include "wb-local-form.h"

#include "wb-opening-hours.h"
#include "wb-problem.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef enum
{
  CALLING,
  NOTIFICATION,
  N_WEEKS,
} Week;

static const char *const week_names[N_WEEKS] = { "calling_hours", "notification_hours" };

struct _WbLocalForm
{
  GObject parent_instance;

  WbLocalSettings *settings;                /* (owned) as they were taken last, and the switches */
  GArray *weeks[N_WEEKS];                   /* (owned) (nullable) as typed; NULL = not right */
  char *texts[N_WEEKS][WB_N_WEEKDAYS];      /* (owned) as typed */
  char *problems[N_WEEKS][WB_N_WEEKDAYS];   /* (owned) (nullable) */
};

static void wb_local_form_form_init (WbFormInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WbLocalForm, wb_local_form, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WB_TYPE_FORM, wb_local_form_form_init))

/* FALSE = no such field. */
static gboolean
find_field (const char *field,
            Week       *week_out,
            int        *day_out)
{
  for (int week = 0; week < N_WEEKS; week++) {
    gsize length = strlen (week_names[week]);

    if (strncmp (field, week_names[week], length) != 0 || field[length] != '.' ||
        field[length + 1] < '0' || field[length + 1] >= '0' + WB_N_WEEKDAYS ||
        field[length + 2] != '\0')
      continue;
    *week_out = week;
    *day_out = field[length + 1] - '0';
    return TRUE;
  }

  return FALSE;
}

static GArray **
get_hours (WbLocalSettings *settings,
           Week             week)
{
  return week == CALLING ? &settings->calling_hours : &settings->notification_hours;
}

/* "calling_hours[1]" is of all days of that entry. */
static void
take_rule (WbLocalForm     *self,
           Week             week,
           GArray          *hours,
           const WbProblem *problem)
{
  guint64 index = 0;

  if (!g_str_has_prefix (problem->path, week_names[week]))
    return;
  index = g_ascii_strtoull (problem->path + strlen (week_names[week]) + 1, NULL, 10);
  for (int day = 0; day < WB_N_WEEKDAYS && index < hours->len; day++) {
    if ((g_array_index (hours, WbHours, index).days & (1u << day)) && !self->problems[week][day])
      self->problems[week][day] = g_strdup (problem->message);
  }
}

static void
read_week (WbLocalForm *self,
           Week         week)
{
  g_autoptr (GArray) hours = g_array_new (FALSE, TRUE, sizeof (WbHours));
  g_autoptr (WbLocalSettings) tried = wb_local_settings_copy (self->settings);
  g_autoptr (GPtrArray) rules = NULL;
  GArray **place = get_hours (tried, week);
  gboolean right = TRUE;

  for (int day = 0; day < WB_N_WEEKDAYS; day++) {
    g_clear_pointer (&self->problems[week][day], g_free);
    if (wb_opening_hours_parse (self->texts[week][day], day, hours))
      continue;
    self->problems[week][day] = g_strdup (_ ("Enter times such as 9:00–12:00, 13:00–17:00."));
    right = FALSE;
  }
  g_array_unref (*place);
  *place = wb_opening_hours_join (hours);
  rules = wb_local_settings_validate (tried);
  for (guint i = 0; i < rules->len; i++) {
    const WbProblem *problem = g_ptr_array_index (rules, i);

    right = right && !g_str_has_prefix (problem->path, week_names[week]);
    take_rule (self, week, *place, problem);
  }
  g_clear_pointer (&self->weeks[week], g_array_unref);
  if (right)
    self->weeks[week] = g_array_ref (*place);
}

static const char *
wb_local_form_get_text (WbForm     *form,
                        const char *field)
{
  WbLocalForm *self = WB_LOCAL_FORM (form);
  Week week = CALLING;
  int day = 0;

  g_return_val_if_fail (find_field (field, &week, &day), "");

  return self->texts[week][day];
}

static void
wb_local_form_type (WbForm     *form,
                    const char *field,
                    const char *text)
{
  WbLocalForm *self = WB_LOCAL_FORM (form);
  Week week = CALLING;
  int day = 0;

  g_return_if_fail (find_field (field, &week, &day));

  if (g_str_equal (self->texts[week][day], text))
    return;

  g_free (self->texts[week][day]);
  self->texts[week][day] = g_strdup (text);
  read_week (self, week);
  wb_form_changed (form);
}

static const char *
wb_local_form_find_problem (WbForm     *form,
                            const char *field)
{
  WbLocalForm *self = WB_LOCAL_FORM (form);
  Week week = CALLING;
  int day = 0;

  g_return_val_if_fail (find_field (field, &week, &day), "");

  return self->problems[week][day] ? self->problems[week][day] : "";
}

static void
wb_local_form_form_init (WbFormInterface *iface)
{
  iface->get_text = wb_local_form_get_text;
  iface->type = wb_local_form_type;
  iface->find_problem = wb_local_form_find_problem;
}

static void
wb_local_form_finalize (GObject *object)
{
  WbLocalForm *self = WB_LOCAL_FORM (object);

  for (int week = 0; week < N_WEEKS; week++) {
    for (int day = 0; day < WB_N_WEEKDAYS; day++) {
      g_free (self->texts[week][day]);
      g_free (self->problems[week][day]);
    }
    g_clear_pointer (&self->weeks[week], g_array_unref);
  }
  wb_local_settings_unref (self->settings);

  G_OBJECT_CLASS (wb_local_form_parent_class)->finalize (object);
}

static void
wb_local_form_class_init (WbLocalFormClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wb_local_form_finalize;
}

static void
wb_local_form_init (WbLocalForm *self)
{
}

/**
 * wb_local_form_new:
 * @shown: the settings as they are, copied
 *
 * Returns: (transfer full): the form, with nothing edited; any thread, but one at a time
 */
WbLocalForm *
wb_local_form_new (const WbLocalSettings *shown)
{
  WbLocalForm *self = NULL;

  g_return_val_if_fail (shown, NULL);

  self = g_object_new (WB_TYPE_LOCAL_FORM, NULL);
  self->settings = wb_local_settings_copy (shown);
  for (int week = 0; week < N_WEEKS; week++) {
    for (int day = 0; day < WB_N_WEEKDAYS; day++)
      self->texts[week][day] = wb_opening_hours_format (*get_hours (self->settings, week), day);
    read_week (self, week);
  }

  return self;
}

static gboolean *
find_switch (WbLocalForm   *self,
             WbLocalSwitch  which)
{
  gboolean *switches[WB_N_LOCAL_SWITCHES] = {
    [WB_LOCAL_NOTIFY_NEW] = &self->settings->notify_new,
    [WB_LOCAL_NOTIFY_GOAL] = &self->settings->notify_goal,
    [WB_LOCAL_NOTIFY_PROMISE] = &self->settings->notify_promise,
    [WB_LOCAL_COUNT_OPENING_HOURS] = &self->settings->count_opening_hours,
    [WB_LOCAL_RUN_IN_BACKGROUND] = &self->settings->run_in_background,
  };

  return switches[which];
}

/**
 * wb_local_form_get_switch:
 * @self: a form
 * @which: a switch
 *
 * Returns: whether it is on
 */
gboolean
wb_local_form_get_switch (WbLocalForm   *self,
                          WbLocalSwitch  which)
{
  g_return_val_if_fail (WB_IS_LOCAL_FORM (self), FALSE);
  g_return_val_if_fail (which < WB_N_LOCAL_SWITCHES, FALSE);

  return *find_switch (self, which);
}

/**
 * wb_local_form_set_switch:
 * @self: a form
 * @which: a switch
 * @on: whether it is to be on
 *
 * Who decides here about working in the background is not asked for it any more.
 */
void
wb_local_form_set_switch (WbLocalForm   *self,
                          WbLocalSwitch  which,
                          gboolean       on)
{
  g_return_if_fail (WB_IS_LOCAL_FORM (self));
  g_return_if_fail (which < WB_N_LOCAL_SWITCHES);

  if (!*find_switch (self, which) == !on)
    return;

  *find_switch (self, which) = on;
  if (which == WB_LOCAL_RUN_IN_BACKGROUND)
    self->settings->background_asked = TRUE;
  wb_form_changed (WB_FORM (self));
}

/**
 * wb_local_form_take_settings:
 * @self: a form
 *
 * Takes what stands there now, at a moment at which nobody is in the middle of typing. A week that
 * cannot be read stays as it was taken last.
 *
 * Returns: (transfer full): the settings to save
 */
WbLocalSettings *
wb_local_form_take_settings (WbLocalForm *self)
{
  g_return_val_if_fail (WB_IS_LOCAL_FORM (self), NULL);

  for (int week = 0; week < N_WEEKS; week++) {
    GArray **place = get_hours (self->settings, week);

    if (!self->weeks[week])
      continue;
    g_array_unref (*place);
    *place = g_array_copy (self->weeks[week]);
  }

  return wb_local_settings_copy (self->settings);
}
