/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the two halves of the report share: blocks of words and charts in their order
 * (wb-results-report.c), laid on pages (wb-results-report-draw.c). */

#pragma once

#include "wb-results-report.h"

G_BEGIN_DECLS

typedef enum
{
  WB_REPORT_TITLE,
  WB_REPORT_HEADLINE,  /* what to conclude */
  WB_REPORT_HEADING,
  WB_REPORT_TEXT,
  WB_REPORT_ADVICE,    /* a paragraph with a mark before it */
  WB_REPORT_SMALL,
  WB_REPORT_TABLE_HEAD,
  WB_REPORT_TABLE_ROW,
  WB_REPORT_CHART,
  WB_REPORT_GAP,
} WbReportBlockKind;

#define WB_REPORT_COLUMNS_MAX 8
#define WB_REPORT_NO_HEAD G_MAXUINT

typedef struct
{
  WbReportBlockKind kind;
  char *text;                                /* (owned) (nullable) */
  char *cells[WB_REPORT_COLUMNS_MAX];        /* (owned) of a table */
  char *notes[WB_REPORT_COLUMNS_MAX];        /* (owned) (nullable) below the cells, quieter */
  const double *widths;                      /* (unowned) parts of the whole, one per column */
  int n_columns;
  int n_left;                                /* so many columns from the left are words */
  WbChartData *chart;                        /* (owned) (nullable) */
  guint head;                                /* of a table's row: the index of its head, drawn again on each page */
} WbReportBlock;

struct _WbResultsReport
{
  char *family;       /* (owned) the font's */
  char *merchant;     /* (owned) on every page */
  char *subject;      /* (owned) on every page: what it is and of when */
  char *made;         /* (owned) on every page: when it was drawn */
  GPtrArray *blocks;  /* (owned) (element-type WbReportBlock) */
  gboolean is_rtl;
};

G_END_DECLS
