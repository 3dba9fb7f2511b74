/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Advice in place; see wb-advice-list.h. */

#include "config.h"

#include "wb-advice-list.h"

#include "wb-note.h"
#include "wb-problem.h"

#include <glib/gi18n-lib.h>

struct _WbAdviceList
{
  AdwBin parent_instance;

  GtkWidget *box;  /* (owned by the widget tree) */
  char *shown;     /* (owned) (nullable) all sentences in one, to see a change */
};

G_DEFINE_FINAL_TYPE (WbAdviceList, wb_advice_list, ADW_TYPE_BIN)

static void
wb_advice_list_finalize (GObject *object)
{
  WbAdviceList *self = WB_ADVICE_LIST (object);

  g_clear_pointer (&self->shown, g_free);

  G_OBJECT_CLASS (wb_advice_list_parent_class)->finalize (object);
}

static void
wb_advice_list_class_init (WbAdviceListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wb_advice_list_finalize;
}

static void
wb_advice_list_init (WbAdviceList *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->box), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Advice"), -1);
  adw_bin_set_child (ADW_BIN (self), self->box);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * wb_advice_list_new:
 *
 * Returns: (transfer floating): a list without advice, which does not show
 */
GtkWidget *
wb_advice_list_new (void)
{
  return g_object_new (WB_TYPE_ADVICE_LIST, NULL);
}

static GtkWidget *
new_line (const char *words)
{
  GtkWidget *line = wb_note_new ("wb-advice-symbolic");

  wb_note_set_text (WB_NOTE (line), words);

  return line;
}

/**
 * wb_advice_list_show:
 * @self: a list
 * @advice: (element-type WbProblem): all advice there is
 * @path: where the paths begin of what belongs here
 *
 * Shows what belongs here, each sentence once.
 */
void
wb_advice_list_show (WbAdviceList *self,
                     GPtrArray    *advice,
                     const char   *path)
{
  g_autoptr (GPtrArray) sentences = g_ptr_array_new ();
  g_autofree char *all = NULL;
  GtkWidget *child = NULL;

  g_return_if_fail (WB_IS_ADVICE_LIST (self));
  g_return_if_fail (advice && path);

  for (guint i = 0; i < advice->len; i++) {
    const WbProblem *one = g_ptr_array_index (advice, i);

    if (g_str_has_prefix (one->path, path) &&
        !g_ptr_array_find_with_equal_func (sentences, one->message, g_str_equal, NULL))
      g_ptr_array_add (sentences, one->message);
  }
  g_ptr_array_add (sentences, NULL);
  all = g_strjoinv ("\n", (char **) sentences->pdata);
  if (g_strcmp0 (all, self->shown) == 0)
    return;

  g_free (self->shown);
  self->shown = g_steal_pointer (&all);
  while ((child = gtk_widget_get_first_child (self->box)))
    gtk_box_remove (GTK_BOX (self->box), child);
  for (guint i = 0; g_ptr_array_index (sentences, i); i++)
    gtk_box_append (GTK_BOX (self->box), new_line (g_ptr_array_index (sentences, i)));
  gtk_widget_set_visible (GTK_WIDGET (self), *self->shown != '\0');
}
