/** The page of insights. */
export const en = {
  'insights.span': 'Period',
  'insights.days': 'Last {{count}} days',
  'insights.completed': 'completed',
  'insights.open': 'open now',
  'insights.overdue': 'overdue',
  'insights.lead': 'from created to completed, median',
  'insights.completedADay': 'Completed per day',
  'insights.overdueTrend': 'Overdue at the end of each day',
  'insights.leadTime': 'Lead time in days',
  'insights.leadDays': 'days',
};
export const de: Record<keyof typeof en, string> = {
  'insights.span': 'Zeitraum',
  'insights.days': 'Letzte {{count}} Tage',
  'insights.completed': 'erledigt',
  'insights.open': 'jetzt offen',
  'insights.overdue': 'überfällig',
  'insights.lead': 'vom Anlegen bis zum Erledigen, Median',
  'insights.completedADay': 'Erledigt pro Tag',
  'insights.overdueTrend': 'Überfällig am Ende des Tages',
  'insights.leadTime': 'Durchlaufzeit in Tagen',
  'insights.leadDays': 'Tage',
};
