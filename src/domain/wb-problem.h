/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One thing wrong with what a person or a server wrote: where (a JSON path such as
 * "tools.coupon.amounts[1].amount"), what (a code of reference/retino-api.md B.5) and a sentence. */

#pragma once

#include "wb-record.h"

G_BEGIN_DECLS

typedef struct
{
  char *path;     /* (owned) */
  char *code;     /* (owned) */
  char *message;  /* (owned) translated, says what to do */
} WbProblem;

WB_DECLARE_RECORD (WbProblem, wb_problem)

GPtrArray *wb_problems_new      (void) G_GNUC_WARN_UNUSED_RESULT;
void       wb_problems_add      (GPtrArray  *problems,
                                 const char *code,
                                 const char *message,
                                 const char *path_format,
                                 ...) G_GNUC_PRINTF (4, 5);

G_END_DECLS
