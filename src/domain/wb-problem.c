/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is wrong with a value, and where. */

#include "config.h"

#include "wb-problem.h"

static void
init_problem (WbProblem *self)
{
}

static void
clear_problem (WbProblem *self)
{
  g_free (self->path);
  g_free (self->code);
  g_free (self->message);
}

WB_DEFINE_RECORD (WbProblem, wb_problem, init_problem, clear_problem)

/**
 * wb_problems_new:
 *
 * Returns: (transfer full) (element-type WbProblem): an empty list that owns its problems
 */
GPtrArray *
wb_problems_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) wb_problem_unref);
}

/**
 * wb_problems_add:
 * @problems: (element-type WbProblem): a list from [func@wb_problems_new]
 * @code: a code of reference/retino-api.md B.5
 * @message: a translated sentence that says what to do
 * @path_format: printf format of the JSON path
 * @...: its arguments
 *
 * Adds one problem at the end.
 */
void
wb_problems_add (GPtrArray  *problems,
                 const char *code,
                 const char *message,
                 const char *path_format,
                 ...)
{
  WbProblem *problem;
  va_list args;

  g_return_if_fail (problems);
  g_return_if_fail (code);
  g_return_if_fail (message);
  g_return_if_fail (path_format);

  problem = wb_problem_new ();
  problem->code = g_strdup (code);
  problem->message = g_strdup (message);
  va_start (args, path_format);
  problem->path = g_strdup_vprintf (path_format, args);
  va_end (args);

  g_ptr_array_add (problems, problem);
}
