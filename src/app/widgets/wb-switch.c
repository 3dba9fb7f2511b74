/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Setting a switch; see wb-switch.h. */

#include "config.h"

#include "wb-switch.h"

/**
 * wb_switch_show:
 * @self: a switch
 * @active: what the model says
 *
 * Makes the switch show @active. A switch that was pressed slides first and is active after; to set
 * it meanwhile, even to what it already is, takes the press back. So what it shows already is not
 * set: somebody who presses Space and goes on typing in the next field, which refreshes the page,
 * has pressed it all the same. Main thread.
 */
void
wb_switch_show (GtkSwitch *self,
                gboolean   active)
{
  g_return_if_fail (GTK_IS_SWITCH (self));

  if (gtk_switch_get_active (self) != !!active)
    gtk_switch_set_active (self, active);
}
