/** How tasks come and go: what is completed a day, what is overdue, and how long things take. */
import { parseISO } from 'date-fns';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Area, AreaChart, Bar, BarChart, CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { Select } from '../../ui/Select';
import { Waiting } from '../../ui/ui';
import { say } from '../../lib/dates';
import { useWorkspace } from '../../lib/place';
import { useInsights } from '../../lib/queries';
import { useTitle } from '../../lib/title';
import { addTexts } from '../../lib/i18n';
import * as texts from './texts';

addTexts(texts);

const spans = [30, 90, 365];
const height_px = 220;

function Figure({ value, label }: { value: string; label: string }) {
  return (
    <div className="figure">
      <strong>{value}</strong>
      <span>{label}</span>
    </div>
  );
}

export default function InsightsPage() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const [days, setDays] = useState(90);
  useTitle(t('insights'));
  const { data, error, refetch } = useInsights(workspace, days);
  const sayDay = (day: string) => say(parseISO(day), { day: 'numeric', month: 'short' });
  const hours = (value: number | null) =>
    value === null ? '–' : value < 48 ? t('hours', { count: Math.round(value) }) : t('days', { count: Math.round(value / 24) });
  const axes = (
    <>
      <CartesianGrid stroke="var(--line)" vertical={false} />
      <XAxis dataKey="date" tickFormatter={sayDay} stroke="var(--muted)" fontSize={12} minTickGap={32} />
      <YAxis stroke="var(--muted)" fontSize={12} width={36} allowDecimals={false} />
      <Tooltip
        labelFormatter={(day) => sayDay(String(day))}
        contentStyle={{ background: 'var(--raised)', border: '1px solid var(--line)', borderRadius: 8, color: 'var(--text)' }}
      />
    </>
  );
  return (
    <main className="main page" id="main" tabIndex={-1}>
      <header className="view-header">
        <h1>{t('insights')}</h1>
        <span className="spacer" />
        <Select
          label={t('insights.span')}
          hideLabel
          value={String(days)}
          onChange={(chosen) => setDays(Number(chosen))}
          options={spans.map((each) => ({ value: String(each), label: t('insights.days', { count: each }) }))}
        />
      </header>
      {!data ? (
        <Waiting error={error} onRetry={() => void refetch()} />
      ) : (
        <>
          <div className="figures">
            <Figure value={String(data.days.reduce((sum, day) => sum + day.completed, 0))} label={t('insights.completed')} />
            <Figure value={String(data.open)} label={t('insights.open')} />
            <Figure value={String(data.days.at(-1)?.overdue ?? 0)} label={t('insights.overdue')} />
            <Figure value={hours(data.leadHours)} label={t('insights.lead')} />
          </div>
          <section className="plot" aria-label={t('insights.completedADay')}>
            <h2>{t('insights.completedADay')}</h2>
            <ResponsiveContainer height={height_px}>
              <BarChart data={data.days}>
                {axes}
                <Bar
                  dataKey="completed"
                  name={t('insights.completed')}
                  fill="var(--accent)"
                  radius={[3, 3, 0, 0]}
                  isAnimationActive={false}
                />
              </BarChart>
            </ResponsiveContainer>
          </section>
          <section className="plot" aria-label={t('insights.overdueTrend')}>
            <h2>{t('insights.overdueTrend')}</h2>
            <ResponsiveContainer height={height_px}>
              <AreaChart data={data.days}>
                {axes}
                <Area
                  dataKey="overdue"
                  name={t('insights.overdue')}
                  stroke="var(--late)"
                  fill="var(--late)"
                  fillOpacity={0.2}
                  isAnimationActive={false}
                />
              </AreaChart>
            </ResponsiveContainer>
          </section>
          <section className="plot" aria-label={t('insights.leadTime')}>
            <h2>{t('insights.leadTime')}</h2>
            <ResponsiveContainer height={height_px}>
              <LineChart
                data={data.days.map((day) => ({ ...day, leadDays: day.leadHours === null ? null : Math.round(day.leadHours / 2.4) / 10 }))}
              >
                {axes}
                <Line
                  dataKey="leadDays"
                  name={t('insights.leadDays')}
                  stroke="var(--good)"
                  dot={false}
                  connectNulls
                  isAnimationActive={false}
                />
              </LineChart>
            </ResponsiveContainer>
          </section>
        </>
      )}
    </main>
  );
}
