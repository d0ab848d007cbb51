// Charts: our small description becomes ECharts options in the colours of the theme.
const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const lang = document.documentElement.lang || 'en';

// A custom property may hold light-dark(); the browser resolves it on a probe.
const colour = (name) => {
  const probe = document.createElement('i');
  probe.className = `probe-${name}`;
  document.body.append(probe);
  const { r, g, b } = rgb(getComputedStyle(probe).color);
  probe.remove();
  return `rgb(${r},${g},${b})`;
};
// The canvas turns any colour notation into three bytes.
const pixel = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', { willReadFrequently: true });
const rgb = (text) => {
  pixel.fillStyle = text;
  pixel.fillRect(0, 0, 1, 1);
  const [r, g, b] = pixel.getImageData(0, 0, 1, 1).data;
  return { r, g, b };
};

const load = (() => {
  let loading;
  return () => loading ??= new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = new URL('vendor/echarts/echarts.common.min.js', import.meta.url).href;
    script.onload = () => resolve(globalThis.echarts);
    script.onerror = reject;
    document.head.append(script);
  });
})();

const writer = ({ unit, scale }) => {
  const money = /^[A-Z]{3}$/.test(unit);
  const full = new Intl.NumberFormat(lang, money ? { style: 'currency', currency: unit } : { maximumFractionDigits: scale });
  const short = new Intl.NumberFormat(lang, { notation: 'compact', maximumFractionDigits: 1 });
  const real = (minor) => minor / 10 ** scale;
  const suffix = unit === '%' ? '%' : '';
  return { full: (minor) => full.format(real(minor)) + suffix, short: (minor) => short.format(real(minor)) + suffix };
};

// Each waterfall bar stands on the sum before it: an invisible base and a visible step.
const waterfall = (values, theme) => {
  let sum = 0;
  const base = [];
  const steps = [];
  values.forEach((value) => {
    base.push(Math.min(sum, sum + value));
    steps.push({ value: Math.abs(value), signed: value, itemStyle: { color: value < 0 ? theme.bad : theme.series[0] } });
    sum += value;
  });
  const quiet = { itemStyle: { color: 'transparent' }, tooltip: { show: false }, silent: true, emphasis: { disabled: true } };
  return [{ type: 'bar', stack: 'all', data: base, ...quiet }, { type: 'bar', stack: 'all', data: steps, barMaxWidth: 40 }];
};

const series = (chart, theme) => {
  const { kind } = chart;
  if (kind === 'waterfall') return waterfall(chart.series[0]?.values ?? [], theme);
  if (kind === 'pie') {
    const data = chart.labels.map((name, at) => ({ name, value: chart.series[0]?.values[at] ?? 0 }));
    return [{ type: 'pie', radius: ['52%', '78%'], center: ['50%', '44%'], label: { show: false }, itemStyle: { borderColor: theme.surface, borderWidth: 2 }, data }];
  }
  const line = kind === 'line' || kind === 'area';
  return chart.series.map((one, at) => ({
    name: one.name,
    type: line ? 'line' : 'bar',
    data: one.values,
    stack: kind === 'area' || kind === 'stacked' ? 'all' : undefined,
    smooth: line ? 0.2 : undefined,
    showSymbol: false,
    symbolSize: 6,
    lineStyle: line ? { width: 2 } : undefined,
    areaStyle: kind === 'area' ? { opacity: 0.16 } : undefined,
    barMaxWidth: 32,
    itemStyle: line ? undefined : { borderRadius: kind === 'stacked' && at < chart.series.length - 1 ? 0 : kind === 'ranking' ? [0, 3, 3, 0] : [3, 3, 0, 0] },
  }));
};

const options = (chart, theme) => {
  const { kind } = chart;
  const write = writer(chart);
  const text = { color: theme.quiet, fontFamily: theme.font, fontSize: 12 };
  const several = kind === 'pie' || chart.series.length > 1;
  const names = { type: 'category', data: chart.labels, axisTick: { show: false }, axisLine: { lineStyle: { color: theme.border } }, axisLabel: { ...text, hideOverlap: true } };
  const values = { type: 'value', splitNumber: 4, axisLabel: { ...text, formatter: write.short }, splitLine: { lineStyle: { color: theme.border } } };
  if (kind === 'ranking') names.inverse = true;
  const lines = (points) => points.filter((one) => one.seriesType === 'pie' || one.color !== 'transparent')
    .map((one) => `${one.seriesName?.startsWith('series') ? '' : `${one.seriesName}  `}${write.full(one.data?.signed ?? one.data?.value ?? one.value)}`);
  return {
    color: theme.series,
    animationDuration: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 300,
    textStyle: { fontFamily: theme.font },
    grid: { left: 4, right: 12, top: 12, bottom: several ? 34 : 4, outerBoundsMode: 'same', containLabel: true },
    legend: several ? { bottom: 0, icon: 'roundRect', itemWidth: 10, itemHeight: 10, textStyle: text, type: 'scroll' } : undefined,
    // Rich text is drawn on the canvas; an HTML tip would need inline styles, which the policy forbids.
    tooltip: {
      trigger: kind === 'pie' ? 'item' : 'axis',
      renderMode: 'richText',
      confine: true,
      axisPointer: { type: kind === 'line' || kind === 'area' ? 'line' : 'shadow', lineStyle: { color: theme.quiet }, shadowStyle: { opacity: 0.06 } },
      backgroundColor: theme.ink,
      borderWidth: 0,
      textStyle: { color: theme.surface, fontSize: 12, fontFamily: theme.font },
      formatter: (found) => [].concat(found).length ? [[].concat(found)[0].name, ...lines([].concat(found))].join('\n') : '',
    },
    xAxis: kind === 'pie' ? undefined : kind === 'ranking' ? values : names,
    yAxis: kind === 'pie' ? undefined : kind === 'ranking' ? names : values,
    series: series(chart, theme),
  };
};

const theme = () => ({
  font: getComputedStyle(document.body).fontFamily || style('--tblr-font-sans-serif'),
  ink: colour('ink'),
  quiet: colour('quiet'),
  border: colour('border'),
  surface: colour('surface'),
  bad: colour('bad'),
  series: [1, 2, 3, 4, 5, 6].map((at) => colour(`series-${at}`)),
});

/** Draws every plot in the list, and again when the theme changes. */
export const draw = async (plots) => {
  const echarts = await load();
  plots.forEach((plot) => {
    plot.dataset.drawn = '';
    const chart = echarts.init(plot, null, { renderer: 'canvas' });
    const paint = () => chart.setOption(options(JSON.parse(plot.dataset.chart), theme()), true);
    paint();
    addEventListener('q:theme', paint);
    new ResizeObserver(() => chart.resize()).observe(plot);
  });
};
