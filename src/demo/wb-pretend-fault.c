/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Names of faults, and those a pretend shop still has before it; see wb-pretend-fault.h. */

#include "config.h"

#include "wb-pretend-fault.h"

#include <string.h>

static const char *const texts[WB_N_PRETEND_FAULTS] = {
  [WB_PRETEND_FAULT_NONE] = "none",
  [WB_PRETEND_FAULT_429] = "429",
  [WB_PRETEND_FAULT_423] = "423",
  [WB_PRETEND_FAULT_500_BEFORE] = "500-before",
  [WB_PRETEND_FAULT_500_AFTER] = "500-after",
  [WB_PRETEND_FAULT_SILENT_BEFORE] = "silent-before",
  [WB_PRETEND_FAULT_SILENT_AFTER] = "silent-after",
  [WB_PRETEND_FAULT_CUT] = "cut",
  [WB_PRETEND_FAULT_DROP] = "drop",
  [WB_PRETEND_FAULT_DUPLICATE] = "duplicate",
  [WB_PRETEND_FAULT_HTML] = "html",
  [WB_PRETEND_FAULT_SLOW] = "slow",
  [WB_PRETEND_FAULT_OTHER_AMOUNT] = "other-amount",
  [WB_PRETEND_FAULT_OTHER_EXPIRY] = "other-expiry",
  [WB_PRETEND_FAULT_DROP_EMAIL] = "drop-email",
  [WB_PRETEND_FAULT_UNAUTHORIZED] = "401",
  [WB_PRETEND_FAULT_HOLD_BEFORE] = "hold-before",
  [WB_PRETEND_FAULT_HOLD_AFTER] = "hold-after",
  [WB_PRETEND_FAULT_LATE] = "late",
};

typedef struct
{
  WbPretendFault fault;
  char *request;         /* (owned) */
  guint times;           /* still to come */
} Queued;

struct _WbPretendFaults
{
  GPtrArray *queued;     /* (owned) (element-type Queued) */
};

/**
 * wb_pretend_fault_to_text:
 * @fault: a fault
 *
 * Returns: its name, as `winback-demo --fault` takes it
 */
const char *
wb_pretend_fault_to_text (WbPretendFault fault)
{
  g_return_val_if_fail (fault < WB_N_PRETEND_FAULTS, NULL);

  return texts[fault];
}

/**
 * wb_pretend_fault_from_text:
 * @text: a name
 * @fault_out: (out): the fault
 *
 * Returns: whether @text names one; "none" does not
 */
gboolean
wb_pretend_fault_from_text (const char     *text,
                            WbPretendFault *fault_out)
{
  g_return_val_if_fail (text && fault_out, FALSE);

  for (guint i = WB_PRETEND_FAULT_NONE + 1; i < WB_N_PRETEND_FAULTS; i++) {
    if (strcmp (texts[i], text) == 0) {
      *fault_out = (WbPretendFault) i;
      return TRUE;
    }
  }

  return FALSE;
}

static void
free_queued (gpointer data)
{
  Queued *queued = data;

  g_free (queued->request);
  g_free (queued);
}

/**
 * wb_pretend_faults_new:
 *
 * Returns: (transfer full): no fault yet
 */
WbPretendFaults *
wb_pretend_faults_new (void)
{
  WbPretendFaults *self = g_new0 (WbPretendFaults, 1);

  self->queued = g_ptr_array_new_with_free_func (free_queued);

  return self;
}

/**
 * wb_pretend_faults_free:
 * @self: (transfer full) (nullable): faults
 */
void
wb_pretend_faults_free (WbPretendFaults *self)
{
  if (!self)
    return;
  g_ptr_array_unref (self->queued);
  g_free (self);
}

/**
 * wb_pretend_faults_add:
 * @self: faults
 * @fault: what is to go wrong; `WB_PRETEND_FAULT_NONE` = as many go well first
 * @request: with which requests: `WB_PRETEND_REQUEST_…`
 * @times: with how many of them; `G_MAXUINT` = all from now on
 *
 * Faults of the same request come one after another, in the order they were added.
 */
void
wb_pretend_faults_add (WbPretendFaults *self,
                       WbPretendFault   fault,
                       const char      *request,
                       guint            times)
{
  Queued *queued = NULL;

  g_return_if_fail (self && request);
  g_return_if_fail (fault < WB_N_PRETEND_FAULTS);

  if (times == 0)
    return;
  queued = g_new0 (Queued, 1);
  queued->fault = fault;
  queued->request = g_strdup (request);
  queued->times = times;
  g_ptr_array_add (self->queued, queued);
}

/**
 * wb_pretend_faults_clear:
 * @self: faults
 *
 * All goes well from now on.
 */
void
wb_pretend_faults_clear (WbPretendFaults *self)
{
  g_return_if_fail (self);

  g_ptr_array_set_size (self->queued, 0);
}

/**
 * wb_pretend_faults_take:
 * @self: faults
 * @request: what came; never `WB_PRETEND_REQUEST_ANY`
 *
 * Returns: what it meets; `WB_PRETEND_FAULT_NONE` = nothing
 */
WbPretendFault
wb_pretend_faults_take (WbPretendFaults *self,
                        const char      *request)
{
  g_return_val_if_fail (self && request, WB_PRETEND_FAULT_NONE);

  for (guint i = 0; i < self->queued->len; i++) {
    Queued *queued = g_ptr_array_index (self->queued, i);
    WbPretendFault fault = queued->fault;

    if (strcmp (queued->request, WB_PRETEND_REQUEST_ANY) != 0 &&
        strcmp (queued->request, request) != 0)
      continue;
    if (queued->times != G_MAXUINT && --queued->times == 0)
      g_ptr_array_remove_index (self->queued, i);
    return fault;
  }

  return WB_PRETEND_FAULT_NONE;
}
