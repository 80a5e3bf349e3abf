/** The page of insights. */
export const en = {
  'insights.span': 'Time',
  'insights.days': 'Last {{count}} days',
  'insights.completed': 'completed',
  'insights.open': 'open now',
  'insights.overdue': 'overdue',
  'insights.lead': 'from added to done, median',
  'insights.completedADay': 'Completed a day',
  'insights.overdueTrend': 'Overdue at the end of the day',
  'insights.leadTime': 'Lead time in days',
  'insights.leadDays': 'days',
};
export const de: Record<keyof typeof en, string> = {
  'insights.span': 'Zeitraum',
  'insights.days': 'Letzte {{count}} Tage',
  'insights.completed': 'erledigt',
  'insights.open': 'jetzt offen',
  'insights.overdue': 'überfällig',
  'insights.lead': 'bis zum Erledigen, Median',
  'insights.completedADay': 'Erledigt am Tag',
  'insights.overdueTrend': 'Überfällig am Ende des Tages',
  'insights.leadTime': 'Durchlaufzeit in Tagen',
  'insights.leadDays': 'Tage',
};
